package dev.pancap.eval.scenegraph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Recall at several K. R@K is the mean over pictures of the share of true relations that the first
 * K predictions hit. mR@K is taken by predicate: the mean over the pictures that have it, then the
 * mean over all predicates, those that never occur counting 0. States merge. Not safe for use by
 * several threads.
 */
public final class SceneGraphState implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<Integer> ks;
  private final int predicates;
  private final double[] recalls;
  private final double[][] byPredicate;
  private final long[] imagesByPredicate;
  private long images;

  /**
   * @param predicates how many there are; ids are 1 to that number
   */
  public SceneGraphState(List<Integer> ks, int predicates) {
    this.ks = List.copyOf(ks);
    this.predicates = predicates;
    recalls = new double[ks.size()];
    byPredicate = new double[ks.size()][predicates + 1];
    imagesByPredicate = new long[predicates + 1];
  }

  /** Adds a picture that has true relations. */
  public void add(SceneGraphHits picture) {
    List<SceneGraph.Relation> wanted = picture.wanted();
    List<List<Integer>> hits = picture.hits();
    images++;
    long[] total = new long[predicates + 1];
    for (SceneGraph.Relation relation : wanted) {
      total[relation.predicate()]++;
    }
    for (int p = 0; p <= predicates; p++) {
      imagesByPredicate[p] += total[p] > 0 ? 1 : 0;
    }
    for (int k = 0; k < ks.size(); k++) {
      Set<Integer> found = new HashSet<>();
      hits.subList(0, Math.min(ks.get(k), hits.size())).forEach(found::addAll);
      recalls[k] += (double) found.size() / wanted.size();
      long[] hit = new long[predicates + 1];
      for (int g : new ArrayList<>(found)) {
        hit[wanted.get(g).predicate()]++;
      }
      for (int p = 0; p <= predicates; p++) {
        byPredicate[k][p] += total[p] > 0 ? (double) hit[p] / total[p] : 0;
      }
    }
  }

  /** Takes in what the other one counted. */
  public void merge(SceneGraphState other) {
    if (!ks.equals(other.ks) || predicates != other.predicates) {
      throw new IllegalArgumentException("States of different K or predicates");
    }
    images += other.images;
    for (int p = 0; p <= predicates; p++) {
      imagesByPredicate[p] += other.imagesByPredicate[p];
    }
    for (int k = 0; k < recalls.length; k++) {
      recalls[k] += other.recalls[k];
      for (int p = 0; p <= predicates; p++) {
        byPredicate[k][p] += other.byPredicate[k][p];
      }
    }
  }

  public List<Integer> ks() {
    return ks;
  }

  /** Pictures that count. */
  public long images() {
    return images;
  }

  /** R@K of the K at an index, NaN of nothing. */
  public double recall(int index) {
    return recalls[index] / images;
  }

  /** mR@K of the K at an index. */
  public double meanRecall(int index) {
    double sum = 0;
    for (int p = 1; p <= predicates; p++) {
      sum += imagesByPredicate[p] > 0 ? byPredicate[index][p] / imagesByPredicate[p] : 0;
    }
    return sum / predicates;
  }
}
