package dev.pancap.model.describer;

import dev.pancap.facts.RegionFacts;
import dev.pancap.facts.SceneFacts;
import java.util.Optional;

/** Words for how one region stands to another. */
final class Sides {
  private Sides() {}

  /** Such as {@code to the left of}, to be followed by the other; empty if nothing is settled. */
  static Optional<String> words(SceneFacts facts, RegionFacts region, RegionFacts other) {
    int a = region.mark();
    int b = other.mark();
    boolean touches = facts.areTouching(a, b);
    if (facts.isOn(a, b)) {
      return Optional.of("on");
    }
    if (facts.isLeftOf(a, b)) {
      return Optional.of(touches ? "directly to the left of" : "to the left of");
    }
    if (facts.isLeftOf(b, a)) {
      return Optional.of(touches ? "directly to the right of" : "to the right of");
    }
    if (facts.isAbove(a, b)) {
      return Optional.of(touches ? "directly above" : "above");
    }
    if (facts.isAbove(b, a)) {
      return Optional.of(touches ? "directly below" : "below");
    }
    return touches ? Optional.of("touching") : Optional.empty();
  }
}
