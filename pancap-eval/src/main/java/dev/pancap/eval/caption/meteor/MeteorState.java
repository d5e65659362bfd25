package dev.pancap.eval.caption.meteor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * METEOR's 23 sufficient statistics: of one image, or summed over images. The figure of a corpus is
 * the formula applied to the sum, not the mean of the images' figures.
 *
 * @param values words of hypothesis and reference, function words of both; for each of exact, stem,
 *     synonym and paraphrase the matched content words of both and function words of both; chunks;
 *     matched words of both
 */
public record MeteorState(List<Integer> values) implements Serializable {
  static final int SIZE = 23;

  public static final MeteorState EMPTY = new MeteorState(Collections.nCopies(SIZE, 0));

  private static final double ALPHA = 0.85;
  private static final double BETA = 0.2;
  private static final double GAMMA = 0.6;
  private static final double DELTA = 0.75;

  private static final int WORDS = 0;
  private static final int REFERENCE_WORDS = 1;
  private static final int FUNCTION_WORDS = 2;
  private static final int REFERENCE_FUNCTION_WORDS = 3;
  private static final int MODULES = 4;
  private static final int CHUNKS = 20;
  private static final int MATCHED = 21;
  private static final int REFERENCE_MATCHED = 22;

  public MeteorState {
    values = List.copyOf(values);
    if (values.size() != SIZE) {
      throw new IllegalArgumentException("METEOR has 23 statistics, not " + values.size());
    }
  }

  static MeteorState of(
      Lexicon.Entry[] hypothesis, Lexicon.Entry[] reference, Alignment alignment) {
    int[] values = new int[SIZE];
    values[WORDS] = hypothesis.length;
    values[REFERENCE_WORDS] = reference.length;
    values[FUNCTION_WORDS] = functionWords(hypothesis, 0, hypothesis.length);
    values[REFERENCE_FUNCTION_WORDS] = functionWords(reference, 0, reference.length);
    for (Match match : alignment.matches()) {
      int base = MODULES + 4 * match.module().ordinal();
      int functions = functionWords(hypothesis, match.start(), match.length());
      int referenceFunctions =
          functionWords(reference, match.referenceStart(), match.referenceLength());
      values[base] += match.length() - functions;
      values[base + 1] += match.referenceLength() - referenceFunctions;
      values[base + 2] += functions;
      values[base + 3] += referenceFunctions;
      values[MATCHED] += match.length();
      values[REFERENCE_MATCHED] += match.referenceLength();
    }
    values[CHUNKS] = alignment.chunks();
    return new MeteorState(java.util.Arrays.stream(values).boxed().toList());
  }

  private static int functionWords(Lexicon.Entry[] words, int from, int length) {
    int count = 0;
    for (int i = from; i < from + length; i++) {
      if (words[i].function()) {
        count++;
      }
    }
    return count;
  }

  /** The sum. The one chunk of a perfect image is no fragmentation and is not added. */
  public MeteorState plus(MeteorState other) {
    List<Integer> sums = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      sums.add(values.get(i) + other.values.get(i));
    }
    sums.set(CHUNKS, countedChunks() + other.countedChunks());
    return new MeteorState(sums);
  }

  private int countedChunks() {
    return isPerfect() ? 0 : values.get(CHUNKS);
  }

  private boolean isPerfect() {
    return values.get(CHUNKS) == 1
        && values.get(MATCHED).equals(values.get(WORDS))
        && values.get(REFERENCE_MATCHED).equals(values.get(REFERENCE_WORDS));
  }

  /** METEOR, 0 to 1. */
  public double score() {
    double precision = weightedMatches(0) / weightedLength(WORDS, FUNCTION_WORDS);
    double recall = weightedMatches(1) / weightedLength(REFERENCE_WORDS, REFERENCE_FUNCTION_WORDS);
    double mean = 1 / ((1 - ALPHA) / precision + ALPHA / recall);
    double score = mean * (1 - GAMMA * Math.pow(fragmentation(), BETA));
    return Double.isNaN(score) ? 0 : Math.max(0, score);
  }

  /**
   * @param side 0 for the hypothesis, 1 for the reference
   */
  private double weightedMatches(int side) {
    double sum = 0;
    for (Module module : Module.values()) {
      int base = MODULES + 4 * module.ordinal();
      sum +=
          module.weight()
              * (DELTA * values.get(base + side) + (1 - DELTA) * values.get(base + 2 + side));
    }
    return sum;
  }

  private double weightedLength(int words, int functionWords) {
    int functions = values.get(functionWords);
    return DELTA * (values.get(words) - functions) + (1 - DELTA) * functions;
  }

  private double fragmentation() {
    if (isPerfect()) {
      return 0;
    }
    return countedChunks() / ((values.get(MATCHED) + values.get(REFERENCE_MATCHED)) / 2.0);
  }
}
