package dev.pancap.eval.panoptic;

import java.util.List;
import java.util.function.Consumer;

/** Where images are compared: on threads, on a cluster. */
@FunctionalInterface
public interface PanopticComparisons {
  /**
   * Compares all pairs.
   *
   * @param inOrder takes the outcomes in the order of the pairs; what it throws ends the comparison
   */
  void compare(
      PanopticComparer comparer, List<PanopticPair> pairs, Consumer<PanopticOutcome> inOrder);
}
