package dev.pancap.eval.referring;

/**
 * Compares the masks of one expression as LISA does. In the truth 1 is the target, 255 is ignored
 * and 0 is background; where polygons overlap, LISA's targets hold 2, which is neither target nor
 * ignored. In the prediction every value but 0 is set.
 */
public final class ReferringMasks {
  private static final int TARGET = 1;
  private static final int IGNORED = 255;

  private ReferringMasks() {}

  /**
   * @param truth values by pixel
   * @param prediction values by pixel, as many
   * @throws IllegalArgumentException if the lengths differ
   */
  public static ReferringState compare(int[] truth, int[] prediction) {
    if (truth.length != prediction.length) {
      throw new IllegalArgumentException(
          "Masks of %d and of %d pixels".formatted(truth.length, prediction.length));
    }
    long intersection = 0;
    long target = 0;
    long predicted = 0;
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] == IGNORED) {
        continue;
      }
      boolean isSet = prediction[i] != 0;
      predicted += isSet ? 1 : 0;
      if (truth[i] == TARGET) {
        target++;
        intersection += isSet ? 1 : 0;
      }
    }
    return ReferringState.of(intersection, predicted + target - intersection);
  }
}
