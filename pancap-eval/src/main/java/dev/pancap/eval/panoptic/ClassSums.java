package dev.pancap.eval.panoptic;

import java.io.Serializable;

/**
 * What is summed for one class.
 *
 * @param iou the sum of the IoUs of the matched pairs
 * @param truePositives matched pairs
 * @param falsePositives predicted segments without a match that are not ignored
 * @param falseNegatives true segments without a match that are no crowd
 */
public record ClassSums(double iou, long truePositives, long falsePositives, long falseNegatives)
    implements Serializable {
  public static final ClassSums ZERO = new ClassSums(0, 0, 0, 0);

  public ClassSums plus(ClassSums other) {
    return new ClassSums(
        iou + other.iou,
        truePositives + other.truePositives,
        falsePositives + other.falsePositives,
        falseNegatives + other.falseNegatives);
  }

  /** A class that occurs nowhere is left out of the averages. */
  public boolean isEmpty() {
    return truePositives + falsePositives + falseNegatives == 0;
  }

  /** The sum of IoUs over TP + FP/2 + FN/2; 0 for an empty class. */
  public double panopticQuality() {
    return isEmpty() ? 0 : iou / denominator();
  }

  /** The mean IoU of the matched pairs; 0 where there is none. */
  public double segmentationQuality() {
    return truePositives == 0 ? 0 : iou / truePositives;
  }

  /** TP over TP + FP/2 + FN/2, the F1 score; 0 for an empty class. */
  public double recognitionQuality() {
    return isEmpty() ? 0 : truePositives / denominator();
  }

  private double denominator() {
    return truePositives + 0.5 * falsePositives + 0.5 * falseNegatives;
  }
}
