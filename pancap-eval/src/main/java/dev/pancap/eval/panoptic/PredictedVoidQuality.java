package dev.pancap.eval.panoptic;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Panoptic quality as torchmetrics 1.9 defines it, for masks of a class and an instance a pixel.
 * Against {@link PanopticQuality}: a class that is neither thing nor stuff is void on both sides,
 * predicted void leaves the union, too, a true segment that lies by more than half on predicted
 * void is not missed, stuff has no instances, and there are no crowds.
 */
public final class PredictedVoidQuality {
  private static final long VOID = -1;

  private final Set<Integer> things;
  private final Set<Integer> stuff;
  private final Stuff rule;

  /** How stuff is counted. */
  public enum Stuff {
    /** As things are. */
    MATCHED,
    /**
     * By "modified PQ" (Porzi et al., Seamless Scene Segmentation): the IoUs of all overlaps of a
     * class, over its true segments.
     */
    ALL_OVERLAPS
  }

  public PredictedVoidQuality(Set<Integer> things, Set<Integer> stuff, Stuff rule) {
    this.things = Set.copyOf(things);
    this.stuff = Set.copyOf(stuff);
    this.rule = rule;
  }

  /**
   * The sums of one image by class. With {@link Stuff#ALL_OVERLAPS} a stuff class's true positives
   * are its true segments.
   *
   * @param truth class and instance of each pixel
   * @throws IllegalArgumentException if the images differ in size
   */
  public Map<Integer, ClassSums> compare(int[][] truth, int[][] prediction) {
    if (truth.length != prediction.length) {
      throw new IllegalArgumentException(
          "Images of %d and of %d pixels".formatted(truth.length, prediction.length));
    }
    Map<Long, Long> trueAreas = new HashMap<>();
    Map<Long, Long> predictedAreas = new HashMap<>();
    Map<Pair, Long> overlaps = new TreeMap<>();
    for (int i = 0; i < truth.length; i++) {
      long g = segment(truth[i]);
      long p = segment(prediction[i]);
      trueAreas.merge(g, 1L, Long::sum);
      predictedAreas.merge(p, 1L, Long::sum);
      overlaps.merge(new Pair(g, p), 1L, Long::sum);
    }
    return sums(trueAreas, predictedAreas, overlaps);
  }

  private Map<Integer, ClassSums> sums(
      Map<Long, Long> trueAreas, Map<Long, Long> predictedAreas, Map<Pair, Long> overlaps) {
    Map<Integer, ClassSums> sums = new TreeMap<>();
    Set<Long> matchedTruth = new HashSet<>();
    Set<Long> matchedPrediction = new HashSet<>();
    for (Map.Entry<Pair, Long> overlap : overlaps.entrySet()) {
      long g = overlap.getKey().truth;
      long p = overlap.getKey().prediction;
      if (g == VOID || p == VOID || classOf(g) != classOf(p)) {
        continue;
      }
      long both = overlap.getValue();
      long union =
          trueAreas.getOrDefault(g, 0L)
              + predictedAreas.getOrDefault(p, 0L)
              - both
              - overlaps.getOrDefault(new Pair(VOID, p), 0L)
              - overlaps.getOrDefault(new Pair(g, VOID), 0L);
      double iou = (double) both / union;
      if (isModified(g)) {
        add(sums, g, new ClassSums(iou, 0, 0, 0));
      } else if (iou > 0.5) {
        add(sums, g, new ClassSums(iou, 1, 0, 0));
        matchedTruth.add(g);
        matchedPrediction.add(p);
      }
    }
    trueAreas.forEach(
        (g, area) -> {
          long ignorable = overlaps.getOrDefault(new Pair(g, VOID), 0L);
          if (g != VOID && isModified(g)) {
            add(sums, g, new ClassSums(0, 1, 0, 0));
          } else if (g != VOID && !matchedTruth.contains(g) && 2 * ignorable <= area) {
            add(sums, g, new ClassSums(0, 0, 0, 1));
          }
        });
    predictedAreas.forEach(
        (p, area) -> {
          long ignorable = overlaps.getOrDefault(new Pair(VOID, p), 0L);
          if (p != VOID
              && !isModified(p)
              && !matchedPrediction.contains(p)
              && 2 * ignorable <= area) {
            add(sums, p, new ClassSums(0, 0, 1, 0));
          }
        });
    return sums;
  }

  private static void add(Map<Integer, ClassSums> sums, long segment, ClassSums more) {
    sums.merge(classOf(segment), more, ClassSums::plus);
  }

  private boolean isModified(long segment) {
    return rule == Stuff.ALL_OVERLAPS && stuff.contains(classOf(segment));
  }

  private long segment(int[] pixel) {
    if (things.contains(pixel[0])) {
      return (long) pixel[0] << Integer.SIZE | pixel[1];
    }
    return stuff.contains(pixel[0]) ? (long) pixel[0] << Integer.SIZE : VOID;
  }

  private static int classOf(long segment) {
    return (int) (segment >> Integer.SIZE);
  }

  private record Pair(long truth, long prediction) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int byTruth = Long.compare(truth, other.truth);
      return byTruth != 0 ? byTruth : Long.compare(prediction, other.prediction);
    }
  }
}
