package dev.pancap.eval.pgc;

import dev.pancap.eval.panoptic.EvaluatedSegments;
import dev.pancap.eval.panoptic.PanopticQuality;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.LabelMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a panoptic mask of the masks of a caption. The rules are ours, since the paper gives none:
 *
 * <ul>
 *   <li>A pixel that several masks claim goes to the smallest of them, of equal ones to the first:
 *       a cup on a table stays a cup.
 *   <li>Masks of one stuff class are one segment, as in COCO's annotation; things stay apart.
 *   <li>A mask that is left without a pixel is dropped.
 * </ul>
 */
public final class PanopticFromPhrases {
  private final PhraseClassifier classifier;

  public PanopticFromPhrases(PhraseClassifier classifier) {
    this.classifier = classifier;
  }

  public PanopticQuality.Side paint(
      List<PredictedCaption.PhraseMask> masks, int width, int height) {
    List<PredictedCaption.PhraseMask> largestFirst = new ArrayList<>();
    for (int i = masks.size() - 1; i >= 0; i--) {
      largestFirst.add(masks.get(i));
    }
    largestFirst.sort(
        Comparator.comparingLong((PredictedCaption.PhraseMask m) -> m.mask().areaPixels())
            .reversed());
    int[] ids = new int[Math.multiplyExact(width, height)];
    Map<Integer, Category> classOfId = new LinkedHashMap<>();
    Map<Integer, Integer> idOfStuff = new HashMap<>();
    for (PredictedCaption.PhraseMask mask : largestFirst) {
      Category category = classifier.classOf(mask.phrase());
      int id = classOfId.size() + 1;
      if (!category.isThing()) {
        id = idOfStuff.computeIfAbsent(category.id(), unseen -> classOfId.size() + 1);
      }
      classOfId.put(id, category);
      byte[] pixels = mask.mask().decode();
      for (int i = 0; i < pixels.length; i++) {
        if (pixels[i] != 0) {
          ids[i] = id;
        }
      }
    }
    return new PanopticQuality.Side(
        LabelMap.wrap(width, height, ids), EvaluatedSegments.of(rows(ids, classOfId)));
  }

  private static List<EvaluatedSegments.Row> rows(int[] ids, Map<Integer, Category> classOfId) {
    long[] areas = new long[classOfId.size() + 1];
    for (int id : ids) {
      areas[id]++;
    }
    List<EvaluatedSegments.Row> rows = new ArrayList<>();
    classOfId.forEach(
        (id, category) -> {
          if (areas[id] > 0) {
            rows.add(new EvaluatedSegments.Row(id, category.id(), false, areas[id]));
          }
        });
    return rows;
  }
}
