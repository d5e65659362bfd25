package dev.pancap.eval.caption.meteor;

import dev.pancap.eval.caption.TokenizedImage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * METEOR 1.5 ({@code -l en -norm}). Without a paraphrase table the figure is another one, and must
 * be called so. Safe for use by several threads.
 */
public final class Meteor {
  private final Lexicon lexicon = new Lexicon();
  private final @Nullable ParaphraseTable paraphrases;

  /**
   * @param paraphrases null for METEOR without its paraphrase module
   */
  public Meteor(@Nullable ParaphraseTable paraphrases) {
    this.paraphrases = paraphrases;
  }

  /** Adds the words that METEOR sees in a token line to a vocabulary. */
  public static void addWords(String line, Set<String> vocabulary) {
    vocabulary.addAll(java.util.List.of(words(line)));
  }

  /** The statistics of one image, from the reference with the best score, the first of equals. */
  public MeteorState state(TokenizedImage image) {
    Lexicon.Entry[] hypothesis = lexicon.lookUp(words(image.candidate().replace("|||", "")));
    MeteorState best = MeteorState.EMPTY;
    double bestScore = -1;
    for (String line : image.references()) {
      MeteorState state = state(hypothesis, lexicon.lookUp(words(line)));
      double score = state.score();
      if (score > bestScore) {
        best = state;
        bestScore = score;
      }
    }
    return best;
  }

  private MeteorState state(Lexicon.Entry[] hypothesis, Lexicon.Entry[] reference) {
    Matches matches = Matches.find(hypothesis, reference, paraphrases);
    Alignment alignment = BeamSearch.align(matches, hypothesis.length, reference.length);
    return MeteorState.of(hypothesis, reference, alignment);
  }

  private static String[] words(String line) {
    String normalized = Normalizer.normalize(line);
    return normalized.isEmpty() ? new String[0] : normalized.split(" ");
  }
}
