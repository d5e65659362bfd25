package dev.pancap.eval.panoptic;

import dev.pancap.panoptic.LabelMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Panoptic quality of one image (Kirillov et al., CVPR 2019), with the rules of panopticapi.
 *
 * <ul>
 *   <li>A true and a predicted segment of one category match if their IoU is above one half. Pixels
 *       that are void in the truth leave the union; the predicted area is counted in the mask, the
 *       true area is the one that the annotation states, and is counted only where it states none.
 *   <li>Crowds never match. An unmatched prediction that lies, by more than half, on void and on
 *       the crowd of its category is ignored. Of several crowds of a category only the last one
 *       listed counts.
 *   <li>IoUs are added in ascending order of (true id, predicted id).
 * </ul>
 */
public final class PanopticQuality {
  private final ClassGrouping grouping;
  private final Rigor rigor;

  public PanopticQuality(ClassGrouping grouping, Rigor rigor) {
    this.grouping = grouping;
    this.rigor = rigor;
  }

  /**
   * Compares two masks.
   *
   * @param where names the image in messages
   * @throws PanopticFault if the prediction's mask and annotation contradict each other, if a
   *     category is unknown, or if the sizes differ
   */
  public ImageQuality compare(Side truth, Side prediction, String where) {
    LabelMap trueMap = truth.map;
    LabelMap predictedMap = prediction.map;
    if (trueMap.width() == predictedMap.width() && trueMap.height() == predictedMap.height()) {
      OverlapTable overlaps = OverlapTable.of(trueMap, predictedMap);
      return new Comparison(truth, prediction, overlaps, where).run(predictedAreas(overlaps));
    }
    int width = broadcast(trueMap.width(), predictedMap.width());
    int height = broadcast(trueMap.height(), predictedMap.height());
    if (rigor == Rigor.REPORT_AND_GO_ON || width < 0 || height < 0) {
      throw new PanopticFault(
          PanopticFault.Kind.SIZE_MISMATCH,
          "%s: the true mask is %d x %d pixels (width x height), the predicted one %d x %d"
              .formatted(
                  where,
                  trueMap.width(),
                  trueMap.height(),
                  predictedMap.width(),
                  predictedMap.height()));
    }
    // numpy repeats a mask whose height or width is 1, and figures above 1 come out.
    OverlapTable overlaps =
        OverlapTable.of(repeat(trueMap, width, height), repeat(predictedMap, width, height));
    return new Comparison(truth, prediction, overlaps, where)
        .run(predictedAreas(OverlapTable.of(predictedMap, predictedMap)));
  }

  private static int broadcast(int a, int b) {
    if (a == b || b == 1) {
      return a;
    }
    return a == 1 ? b : -1;
  }

  private static LabelMap repeat(LabelMap map, int width, int height) {
    if (map.width() == width && map.height() == height) {
      return map;
    }
    int[] ids = new int[Math.multiplyExact(width, height)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        ids[y * width + x] = map.idAt(map.width() == 1 ? 0 : x, map.height() == 1 ? 0 : y);
      }
    }
    return LabelMap.wrap(width, height, ids);
  }

  private static TreeMap<Integer, Long> predictedAreas(OverlapTable overlaps) {
    TreeMap<Integer, Long> areas = new TreeMap<>();
    for (int i = 0; i < overlaps.size(); i++) {
      areas.merge(overlaps.predictedId(i), overlaps.pixels(i), Long::sum);
    }
    return areas;
  }

  /** One image's mask and what its annotation says of it. */
  public record Side(LabelMap map, EvaluatedSegments segments) {}

  /** The work on one image. */
  private final class Comparison {
    private final EvaluatedSegments truth;
    private final EvaluatedSegments prediction;
    private final OverlapTable overlaps;
    private final String where;
    private final BitSet matchedTruth = new BitSet();
    private final BitSet matchedPrediction = new BitSet();
    private final List<ImageQuality.Match> matches = new ArrayList<>();
    private final Map<Integer, Long> falsePositives = new HashMap<>();
    private final Map<Integer, Long> falseNegatives = new HashMap<>();

    Comparison(Side truth, Side prediction, OverlapTable overlaps, String where) {
      this.truth = truth.segments;
      this.prediction = prediction.segments;
      this.overlaps = overlaps;
      this.where = where;
    }

    ImageQuality run(TreeMap<Integer, Long> predictedAreas) {
      Map<Integer, Integer> predictedIndex = prediction.indexById();
      check(predictedAreas, predictedIndex);
      match(predictedAreas, predictedIndex);
      Map<Integer, Integer> crowdByClass = missed();
      invented(predictedAreas, crowdByClass);
      return new ImageQuality(matches, falsePositives, falseNegatives);
    }

    /** In the original's order: ids of the mask ascending, then the ids that it lacks. */
    private void check(TreeMap<Integer, Long> areas, Map<Integer, Integer> index) {
      for (int id : areas.keySet()) {
        Integer at = index.get(id);
        if (at == null && id != LabelMap.VOID) {
          throw new PanopticFault(
              PanopticFault.Kind.ID_NOT_ANNOTATED,
              "%s: the predicted mask holds the segment id %d, which segments_info does not list"
                  .formatted(where, id));
        }
        if (at != null && !grouping.knows(prediction.categoryId(at))) {
          throw new PanopticFault(
              PanopticFault.Kind.CATEGORY_UNKNOWN,
              "%s: predicted segment %d has the category_id %d, which the truth's categories lack"
                  .formatted(where, id, prediction.categoryId(at)));
        }
      }
      List<Integer> absent = new ArrayList<>();
      for (int id : index.keySet()) {
        if (!areas.containsKey(id)) {
          absent.add(id);
        }
      }
      if (!absent.isEmpty()) {
        throw new PanopticFault(
            PanopticFault.Kind.ID_WITHOUT_PIXELS,
            "%s: the predicted segments_info lists the segment ids %s, which the mask does not hold"
                .formatted(where, absent));
      }
    }

    private void match(TreeMap<Integer, Long> areas, Map<Integer, Integer> predictedIndex) {
      Map<Integer, Integer> trueIndex = truth.indexById();
      for (int i = 0; i < overlaps.size(); i++) {
        Integer g = trueIndex.get(overlaps.truthId(i));
        Integer p = predictedIndex.get(overlaps.predictedId(i));
        if (g == null || p == null || truth.isCrowd(g)) {
          continue;
        }
        int category = grouping.groupOf(truth.categoryId(g));
        if (category != grouping.groupOf(prediction.categoryId(p))) {
          continue;
        }
        int predictedId = overlaps.predictedId(i);
        double trueArea = trueArea(g);
        double union =
            areas.getOrDefault(predictedId, 0L)
                + trueArea
                - overlaps.pixels(i)
                - overlaps.pixelsOf(LabelMap.VOID, predictedId);
        double iou = overlaps.pixels(i) / union;
        if (iou > 0.5) {
          matches.add(new ImageQuality.Match(category, iou));
          matchedTruth.set(g);
          matchedPrediction.set(p);
        }
      }
    }

    /** As stated; counted where nothing is stated. */
    private double trueArea(int g) {
      if (truth.areaPixels(g).isPresent()) {
        return truth.areaPixels(g).getAsDouble();
      }
      if (rigor == Rigor.STOP_AS_PANOPTICAPI) {
        throw new PanopticFault(
            PanopticFault.Kind.ANNOTATION_MALFORMED,
            "%s: true segment %d has no 'area'".formatted(where, truth.id(g)));
      }
      long pixels = 0;
      for (int i = 0; i < overlaps.size(); i++) {
        if (overlaps.truthId(i) == truth.id(g)) {
          pixels += overlaps.pixels(i);
        }
      }
      return pixels;
    }

    /** Counts the false negatives and returns the crowd's id by class. */
    private Map<Integer, Integer> missed() {
      Map<Integer, Integer> crowdByClass = new HashMap<>();
      for (int g = 0; g < truth.size(); g++) {
        if (matchedTruth.get(g)) {
          continue;
        }
        int category = grouping.groupOf(truth.categoryId(g));
        if (truth.isCrowd(g)) {
          crowdByClass.put(category, truth.id(g));
        } else {
          falseNegatives.merge(category, 1L, Long::sum);
        }
      }
      return crowdByClass;
    }

    private void invented(TreeMap<Integer, Long> areas, Map<Integer, Integer> crowdByClass) {
      for (int p = 0; p < prediction.size(); p++) {
        if (matchedPrediction.get(p)) {
          continue;
        }
        int id = prediction.id(p);
        int category = grouping.groupOf(prediction.categoryId(p));
        long ignorable = overlaps.pixelsOf(LabelMap.VOID, id);
        Integer crowd = crowdByClass.get(category);
        if (crowd != null) {
          ignorable += overlaps.pixelsOf(crowd, id);
        }
        if ((double) ignorable / areas.getOrDefault(id, 0L) <= 0.5) {
          falsePositives.merge(category, 1L, Long::sum);
        }
      }
    }
  }
}
