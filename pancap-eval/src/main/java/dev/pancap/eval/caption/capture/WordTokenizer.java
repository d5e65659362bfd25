package dev.pancap.eval.caption.capture;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Words and punctuation of a sentence as written: a Penn Treebank style for tagging, case kept, as
 * NLTK's word tokenizer splits captions.
 */
final class WordTokenizer {
  private static final Pattern OPENING =
      Pattern.compile("(?<=^|[\\s(\\[{<])([\"\u201C\u201D\u2018`]|'')");
  private static final Pattern COMMA_OR_COLON = Pattern.compile("([,:])(?![0-9])|(?<![0-9])([,:])");
  private static final Pattern SYMBOL =
      Pattern.compile("\\.\\.\\.|[;@#$%&?!*\u2026()\\[\\]{}<>\"\u201C\u201D]|--");
  private static final Pattern FINAL_STOP =
      Pattern.compile("(?<!\\.)\\.(?=[\"'\u2019\u201D)\\]}> ]*$)");
  private static final Pattern CONTRACTION =
      Pattern.compile("(?i)(?<=\\w)(['\u2019](?:s|m|d|ll|re|ve)|n['\u2019]t)(?=\\W|$)");
  private static final Pattern LOOSE_QUOTE = Pattern.compile("(?<=\\S)(['\u2019])(?=\\s|$)");
  private static final Pattern CANNOT = Pattern.compile("(?i)\\b(can)(not)\\b");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private WordTokenizer() {}

  static List<String> words(String sentence) {
    String text = OPENING.matcher(sentence).replaceAll(" $1 ");
    text = COMMA_OR_COLON.matcher(text).replaceAll(" $1$2 ");
    text = SYMBOL.matcher(text).replaceAll(" $0 ");
    text = FINAL_STOP.matcher(text).replaceAll(" . ");
    text = CONTRACTION.matcher(text).replaceAll(" $1");
    text = LOOSE_QUOTE.matcher(text).replaceAll(" $1");
    text = CANNOT.matcher(text).replaceAll("$1 $2").strip();
    return text.isEmpty() ? List.of() : List.of(BLANKS.split(text));
  }
}
