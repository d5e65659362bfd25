package dev.pancap.eval.gcg;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * COCO's matching of one category in one image, for every IoU threshold, within one range of areas.
 *
 * @param scores of the detections, descending
 * @param matched by threshold, then detection
 * @param ignored by threshold, then detection
 * @param truths true objects that count
 */
record CocoImageMatches(double[] scores, boolean[][] matched, boolean[][] ignored, int truths)
    implements Serializable {

  static final int MOST_DETECTIONS = 100;

  /** 0.50, 0.55, …, 0.95, as numpy's linspace rounds them. */
  static final double[] THRESHOLDS = thresholds();

  private static double[] thresholds() {
    double[] thresholds = new double[10];
    double step = (0.95 - 0.5) / 9;
    for (int i = 0; i < 9; i++) {
      thresholds[i] = i * step + 0.5;
    }
    thresholds[9] = 0.95;
    return thresholds;
  }

  /**
   * Each detection, the surest first, takes the free object of the highest IoU at or above the
   * threshold; of equal ones the later. Crowds and objects out of the range of areas are taken only
   * if nothing else is, and what they match is ignored.
   */
  static CocoImageMatches of(CocoObjects objects, double leastArea, double mostArea) {
    List<CocoObjects.Detection> detections = new ArrayList<>(objects.detections());
    detections.sort(Comparator.comparingDouble(CocoObjects.Detection::score).reversed());
    List<CocoObjects.Detection> kept =
        detections.subList(0, Math.min(MOST_DETECTIONS, detections.size()));
    List<CocoObjects.Truth> truths = new ArrayList<>(objects.truth());
    truths.sort(Comparator.comparing(truth -> isIgnored(truth, leastArea, mostArea)));
    boolean[] ignoredTruth = new boolean[truths.size()];
    int counting = 0;
    for (int g = 0; g < ignoredTruth.length; g++) {
      ignoredTruth[g] = isIgnored(truths.get(g), leastArea, mostArea);
      counting += ignoredTruth[g] ? 0 : 1;
    }
    double[][] ious = new double[kept.size()][truths.size()];
    for (int d = 0; d < ious.length; d++) {
      for (int g = 0; g < truths.size(); g++) {
        ious[d][g] = CocoObjects.iou(kept.get(d), truths.get(g));
      }
    }
    boolean[][] matched = new boolean[THRESHOLDS.length][kept.size()];
    boolean[][] ignored = new boolean[THRESHOLDS.length][kept.size()];
    for (int t = 0; t < THRESHOLDS.length; t++) {
      boolean[] taken = new boolean[truths.size()];
      for (int d = 0; d < kept.size(); d++) {
        int best = best(ious[d], truths, ignoredTruth, taken, THRESHOLDS[t]);
        if (best >= 0) {
          taken[best] = true;
          ignored[t][d] = ignoredTruth[best];
          matched[t][d] = truths.get(best).id() != 0;
        }
        double area = kept.get(d).areaPixels();
        ignored[t][d] |= !matched[t][d] && (area < leastArea || area > mostArea);
      }
    }
    return new CocoImageMatches(
        kept.stream().mapToDouble(CocoObjects.Detection::score).toArray(),
        matched,
        ignored,
        counting);
  }

  private static boolean isIgnored(CocoObjects.Truth truth, double least, double most) {
    return truth.isCrowd() || truth.areaPixels() < least || truth.areaPixels() > most;
  }

  private static int best(
      double[] ious,
      List<CocoObjects.Truth> truths,
      boolean[] ignoredTruth,
      boolean[] taken,
      double threshold) {
    double least = Math.min(threshold, 1 - 1e-10);
    int best = -1;
    for (int g = 0; g < ious.length; g++) {
      if (taken[g] && !truths.get(g).isCrowd()) {
        continue;
      }
      if (best >= 0 && !ignoredTruth[best] && ignoredTruth[g]) {
        break;
      }
      if (ious[g] >= least) {
        least = ious[g];
        best = g;
      }
    }
    return best;
  }
}
