package dev.pancap.eval.scenegraph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Finds the true relations that predicted ones hit, as OpenPSG does: subject class, predicate and
 * object class are equal, and both masks have an IoU of at least one half. One prediction may hit
 * several, and several the same.
 */
public final class SceneGraphMatcher {
  private static final double LEAST_IOU = 0.5;

  private SceneGraphMatcher() {}

  /**
   * The true relations that each prediction hits.
   *
   * @throws IllegalArgumentException if the maps differ in size
   */
  public static SceneGraphHits match(SceneGraph truth, SceneGraph prediction) {
    double[][] ious = ious(truth, prediction);
    List<SceneGraph.Relation> wanted = distinct(truth);
    List<List<Integer>> hits = new ArrayList<>();
    for (SceneGraph.Relation found : prediction.relations()) {
      List<Integer> hit = new ArrayList<>();
      for (int g = 0; g < wanted.size(); g++) {
        SceneGraph.Relation relation = wanted.get(g);
        if (relation.predicate() == found.predicate()
            && truth.classes()[relation.subject()] == prediction.classes()[found.subject()]
            && truth.classes()[relation.object()] == prediction.classes()[found.object()]
            && ious[relation.subject()][found.subject()] >= LEAST_IOU
            && ious[relation.object()][found.object()] >= LEAST_IOU) {
          hit.add(g);
        }
      }
      hits.add(hit);
    }
    return new SceneGraphHits(wanted, hits);
  }

  /** The true relations, exact duplicates removed. */
  static List<SceneGraph.Relation> distinct(SceneGraph truth) {
    return List.copyOf(new LinkedHashSet<>(truth.relations()));
  }

  private static double[][] ious(SceneGraph truth, SceneGraph prediction) {
    if (truth.map().width() != prediction.map().width()
        || truth.map().height() != prediction.map().height()) {
      throw new IllegalArgumentException(
          "the true mask is %d x %d pixels (width x height), the predicted one %d x %d"
              .formatted(
                  truth.map().width(),
                  truth.map().height(),
                  prediction.map().width(),
                  prediction.map().height()));
    }
    Map<Integer, Integer> trueIndex = index(truth.segmentIds());
    Map<Integer, Integer> predictedIndex = index(prediction.segmentIds());
    long[][] both = new long[truth.classes().length][prediction.classes().length];
    long[] trueAreas = new long[truth.classes().length];
    long[] predictedAreas = new long[prediction.classes().length];
    for (int i = 0; i < truth.map().pixels(); i++) {
      Integer g = trueIndex.get(truth.map().idAt(i));
      Integer p = predictedIndex.get(prediction.map().idAt(i));
      if (g != null) {
        trueAreas[g]++;
      }
      if (p != null) {
        predictedAreas[p]++;
      }
      if (g != null && p != null) {
        both[g][p]++;
      }
    }
    double[][] ious = new double[both.length][predictedAreas.length];
    for (int g = 0; g < both.length; g++) {
      for (int p = 0; p < predictedAreas.length; p++) {
        ious[g][p] =
            (double) both[g][p] / Math.max(1, trueAreas[g] + predictedAreas[p] - both[g][p]);
      }
    }
    return ious;
  }

  private static Map<Integer, Integer> index(int[] ids) {
    Map<Integer, Integer> index = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      index.put(ids[i], i);
    }
    return index;
  }
}
