package dev.pancap.eval.caption;

import dev.pancap.eval.caption.ptb.PtbTokenizer;
import java.util.List;
import java.util.Set;

/**
 * Turns captions into the token lines that BLEU, ROUGE, CIDEr and METEOR compare: lower-case Penn
 * Treebank tokens without punctuation, joined by single spaces. Make one a thread.
 */
public final class CaptionTokenizer {
  /**
   * What pycocoevalcap drops. Its brackets are in capitals and its tokens in lower case, so that
   * brackets stay: kept as it is, because published scores were made so.
   */
  private static final Set<String> DROPPED =
      Set.of(
          "''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-", ".", "?", "!", ",", ":", "-",
          "--", "...", ";");

  private final PtbTokenizer tokenizer = new PtbTokenizer();

  /**
   * The token line of a caption.
   *
   * @param following the caption on the next line of the original's input file, empty for none; see
   *     {@link PtbTokenizer#tokenize(String, String)}
   */
  public String line(String caption, String following) {
    List<String> tokens = tokenizer.tokenize(caption, following);
    tokens.removeIf(DROPPED::contains);
    return String.join(" ", tokens);
  }
}
