package dev.pancap.eval.panoptic;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sums of panoptic quality by class. States of disjoint sets of images add up to the state of
 * their union; the order of additions changes the last bits of the IoU sums, so equal digits want
 * an equal order: image by image, as one process of panopticapi adds. Immutable.
 */
public final class PanopticQualityState implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final PanopticQualityState EMPTY = new PanopticQualityState(new TreeMap<>());

  private final TreeMap<Integer, ClassSums> sums;

  private PanopticQualityState(TreeMap<Integer, ClassSums> sums) {
    this.sums = sums;
  }

  public static PanopticQualityState empty() {
    return EMPTY;
  }

  public static PanopticQualityState of(ImageQuality image) {
    return EMPTY.plus(image);
  }

  /** Adds the IoUs of an image one by one, in the order of its matches. */
  public PanopticQualityState plus(ImageQuality image) {
    TreeMap<Integer, ClassSums> added = new TreeMap<>(sums);
    for (ImageQuality.Match match : image.matches()) {
      added.merge(match.classId(), new ClassSums(match.iou(), 1, 0, 0), ClassSums::plus);
    }
    image
        .falsePositives()
        .forEach((id, n) -> added.merge(id, new ClassSums(0, 0, n, 0), ClassSums::plus));
    image
        .falseNegatives()
        .forEach((id, n) -> added.merge(id, new ClassSums(0, 0, 0, n), ClassSums::plus));
    return new PanopticQualityState(added);
  }

  public PanopticQualityState plus(PanopticQualityState other) {
    TreeMap<Integer, ClassSums> merged = new TreeMap<>(sums);
    other.sums.forEach((category, added) -> merged.merge(category, added, ClassSums::plus));
    return new PanopticQualityState(merged);
  }

  /** The sums of one category, {@link ClassSums#ZERO} where it does not occur. */
  public ClassSums of(int categoryId) {
    return sums.getOrDefault(categoryId, ClassSums.ZERO);
  }

  /** The categories that occur, by ascending id. */
  public SortedMap<Integer, ClassSums> byCategory() {
    return Collections.unmodifiableSortedMap(sums);
  }
}
