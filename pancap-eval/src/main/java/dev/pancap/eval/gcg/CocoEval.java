package dev.pancap.eval.gcg;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * COCO's detection figures, as COCOeval computes them: AP and AR over ten IoU thresholds, also by
 * size. A state: images are added category by category, and states merge; results of equal scores
 * keep the order in which their images were added. Not safe for use by several threads.
 */
public final class CocoEval implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int RECALL_POINTS = 101;
  private static final double[][] AREAS = {
    {0, 1e10}, {0, 32 * 32}, {32 * 32, 96 * 96}, {96 * 96, 1e10}
  };
  private static final int ALL = 0;
  private static final int SMALL = 1;
  private static final int MEDIUM = 2;
  private static final int LARGE = 3;
  private static final int AT_50 = 0;
  private static final int AT_75 = 5;
  private static final int EVERY_THRESHOLD = -1;

  /** By category, by range of areas, image by image. */
  private final TreeMap<Long, List<List<CocoImageMatches>>> byCategory = new TreeMap<>();

  /** Adds the objects of one category in one image. */
  public void add(long categoryId, CocoObjects objects) {
    List<List<CocoImageMatches>> areas = areas(categoryId);
    for (int a = 0; a < AREAS.length; a++) {
      areas.get(a).add(CocoImageMatches.of(objects, AREAS[a][0], AREAS[a][1]));
    }
  }

  /** Takes in what the other one counted, its images after these. */
  public void merge(CocoEval other) {
    other.byCategory.forEach(
        (category, areas) -> {
          for (int a = 0; a < AREAS.length; a++) {
            areas(category).get(a).addAll(areas.get(a));
          }
        });
  }

  private List<List<CocoImageMatches>> areas(long categoryId) {
    return byCategory.computeIfAbsent(
        categoryId,
        unseen -> {
          List<List<CocoImageMatches>> areas = new ArrayList<>();
          for (int a = 0; a < AREAS.length; a++) {
            areas.add(new ArrayList<>());
          }
          return areas;
        });
  }

  /** COCO's twelve figures by name; -1 where there is no true object. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("AP", precision(ALL, EVERY_THRESHOLD));
    figures.put("AP50", precision(ALL, AT_50));
    figures.put("AP75", precision(ALL, AT_75));
    figures.put("AP_small", precision(SMALL, EVERY_THRESHOLD));
    figures.put("AP_medium", precision(MEDIUM, EVERY_THRESHOLD));
    figures.put("AP_large", precision(LARGE, EVERY_THRESHOLD));
    figures.put("AR1", recall(ALL, 1));
    figures.put("AR10", recall(ALL, 10));
    figures.put("AR100", recall(ALL, 100));
    figures.put("AR_small", recall(SMALL, 100));
    figures.put("AR_medium", recall(MEDIUM, 100));
    figures.put("AR_large", recall(LARGE, 100));
    return figures;
  }

  private double precision(int area, int threshold) {
    double sum = 0;
    long n = 0;
    for (List<List<CocoImageMatches>> areas : byCategory.values()) {
      Curves curves = Curves.of(areas.get(area), CocoImageMatches.MOST_DETECTIONS);
      if (curves.truths == 0) {
        continue;
      }
      for (int t = 0; t < CocoImageMatches.THRESHOLDS.length; t++) {
        if (threshold == EVERY_THRESHOLD || threshold == t) {
          for (double value : curves.precisions(t)) {
            sum += value;
            n++;
          }
        }
      }
    }
    return n == 0 ? -1 : sum / n;
  }

  private double recall(int area, int mostDetections) {
    double sum = 0;
    long n = 0;
    for (List<List<CocoImageMatches>> areas : byCategory.values()) {
      Curves curves = Curves.of(areas.get(area), mostDetections);
      if (curves.truths == 0) {
        continue;
      }
      for (int t = 0; t < CocoImageMatches.THRESHOLDS.length; t++) {
        sum += curves.lastRecall(t);
        n++;
      }
    }
    return n == 0 ? -1 : sum / n;
  }

  /** The detections of one category in all images, the surest first. */
  private record Curves(List<Entry> entries, long truths) {
    private record Entry(double score, CocoImageMatches image, int detection) {}

    static Curves of(List<CocoImageMatches> images, int mostDetections) {
      List<Entry> entries = new ArrayList<>();
      long truths = 0;
      for (CocoImageMatches image : images) {
        truths += image.truths();
        for (int d = 0; d < Math.min(mostDetections, image.scores().length); d++) {
          entries.add(new Entry(image.scores()[d], image, d));
        }
      }
      entries.sort(Comparator.comparingDouble(Entry::score).reversed());
      return new Curves(entries, truths);
    }

    double lastRecall(int threshold) {
      long hits = 0;
      for (Entry entry : entries) {
        boolean counts = !entry.image.ignored()[threshold][entry.detection];
        hits += counts && entry.image.matched()[threshold][entry.detection] ? 1 : 0;
      }
      return (double) hits / truths;
    }

    /** Precision, made to fall only, at the first recall of at least 0, 0.01, …, 1. */
    double[] precisions(int threshold) {
      int n = entries.size();
      double[] recall = new double[n];
      double[] precision = new double[n];
      double hits = 0;
      double misses = 0;
      for (int i = 0; i < n; i++) {
        Entry entry = entries.get(i);
        if (!entry.image.ignored()[threshold][entry.detection]) {
          boolean isHit = entry.image.matched()[threshold][entry.detection];
          hits += isHit ? 1 : 0;
          misses += isHit ? 0 : 1;
        }
        recall[i] = hits / truths;
        precision[i] = hits / (misses + hits + Math.ulp(1.0));
      }
      for (int i = n - 1; i > 0; i--) {
        precision[i - 1] = Math.max(precision[i - 1], precision[i]);
      }
      double[] sampled = new double[RECALL_POINTS];
      int at = 0;
      for (int r = 0; r < RECALL_POINTS; r++) {
        double wanted = r == RECALL_POINTS - 1 ? 1 : r * 0.01;
        while (at < n && recall[at] < wanted) {
          at++;
        }
        sampled[r] = at < n ? precision[at] : 0;
      }
      return sampled;
    }
  }
}
