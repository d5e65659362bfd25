package dev.pancap.eval.caption;

/**
 * ROUGE-L as pycocoevalcap computes it: F with beta 1.2 of the best precision and the best recall
 * over the references, which may come from different ones. The corpus value is the mean.
 */
public final class RougeL {
  private static final double BETA_SQUARED = 1.2 * 1.2;

  private RougeL() {}

  /** The score of one image, 0 to 1. */
  public static double score(TokenizedImage image) {
    // On single spaces only: an empty line is one empty token, U+00A0 does not split.
    String[] candidate = image.candidate().split(" ", -1);
    double precision = 0;
    double recall = 0;
    for (String line : image.references()) {
      String[] reference = line.split(" ", -1);
      double common = longestCommonSubsequence(candidate, reference);
      precision = Math.max(precision, common / candidate.length);
      recall = Math.max(recall, common / reference.length);
    }
    if (precision == 0 || recall == 0) {
      return 0;
    }
    return (1 + BETA_SQUARED) * precision * recall / (recall + BETA_SQUARED * precision);
  }

  static int longestCommonSubsequence(String[] a, String[] b) {
    int[] previous = new int[b.length + 1];
    int[] current = new int[b.length + 1];
    for (String word : a) {
      for (int j = 0; j < b.length; j++) {
        current[j + 1] =
            word.equals(b[j]) ? previous[j] + 1 : Math.max(previous[j + 1], current[j]);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length];
  }
}
