package dev.pancap.eval.gcg;

import dev.pancap.mask.RunLengths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * GLaMM's greedy pairing of predicted and true masks. The IoU of two empty masks is undefined there
 * (0/0), and both loops below treat it as GLaMM does.
 */
public final class GcgMatcher {
  private static final double LEAST_IOU = 0.5;
  private static final double LEAST_SIMILARITY = 0.5;

  private GcgMatcher() {}

  /**
   * The mean IoU of the pairs: the largest IoU is taken, its masks are set aside, until none
   * overlap. 0 where nothing overlaps, and where an undefined IoU is among them.
   */
  public static double meanIou(List<RunLengths> truth, List<RunLengths> prediction) {
    double[][] ious = ious(prediction, truth);
    List<Double> pairs = new ArrayList<>();
    while (true) {
      int[] best = largest(ious);
      if (best.length == 0 || !(ious[best[0]][best[1]] > 0)) {
        break;
      }
      pairs.add(ious[best[0]][best[1]]);
      clear(ious, best);
    }
    return pairs.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /**
   * The pairs that count as recalled, as (truth, prediction): the largest IoU is taken; the whole
   * loop ends at the first pair whose IoU or text similarity is below one half.
   *
   * @param similarities of the phrases, by true label, then predicted phrase
   */
  public static List<int[]> matches(
      List<RunLengths> truth, List<RunLengths> prediction, double[][] similarities) {
    double[][] ious = ious(truth, prediction);
    double[][] texts = new double[similarities.length][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = similarities[i].clone();
    }
    List<int[]> matches = new ArrayList<>();
    while (true) {
      int[] best = largest(ious);
      // An undefined IoU is not below one half.
      if (best.length == 0
          || ious[best[0]][best[1]] < LEAST_IOU
          || texts[best[0]][best[1]] < LEAST_SIMILARITY) {
        return Collections.unmodifiableList(matches);
      }
      matches.add(best);
      clear(ious, best);
      clear(texts, best);
    }
  }

  private static double[][] ious(List<RunLengths> rows, List<RunLengths> columns) {
    double[][] ious = new double[rows.size()][columns.size()];
    for (int i = 0; i < ious.length; i++) {
      for (int j = 0; j < columns.size(); j++) {
        boolean isUndefined = rows.get(i).areaPixels() + columns.get(j).areaPixels() == 0;
        ious[i][j] = isUndefined ? Double.NaN : rows.get(i).iou(columns.get(j));
      }
    }
    return ious;
  }

  /** The first of the largest, row by row; the first undefined one comes before all. */
  private static int[] largest(double[][] values) {
    int[] best = {};
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values[i].length; j++) {
        if (Double.isNaN(values[i][j])) {
          return new int[] {i, j};
        }
        if (best.length == 0 || values[i][j] > values[best[0]][best[1]]) {
          best = new int[] {i, j};
        }
      }
    }
    return best;
  }

  private static void clear(double[][] values, int[] pair) {
    for (int j = 0; j < values[pair[0]].length; j++) {
      values[pair[0]][j] = 0;
    }
    for (double[] row : values) {
      row[pair[1]] = 0;
    }
  }
}
