package dev.pancap.model.describer;

import dev.pancap.facts.RegionFacts;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A sentence in the making: it names regions, for the first time or again. */
final class Draft {
  private final Set<Integer> namedBefore;
  private final NounPhrases phrases;
  private final Set<Integer> named = new HashSet<>();

  Draft(Set<Integer> namedBefore, NounPhrases phrases) {
    this.namedBefore = namedBefore;
    this.phrases = phrases;
  }

  /** The region in a tag: with article and colour at first, afterwards as the one that is known. */
  String name(RegionFacts region) {
    boolean isKnown = namedBefore.contains(region.mark()) || !named.add(region.mark());
    return tag(List.of(region), isKnown ? phrases.definite(region) : phrases.indefinite(region));
  }

  /** Several regions of one class in one tag. */
  String nameAll(List<RegionFacts> regions, String words) {
    regions.forEach(region -> named.add(region.mark()));
    return tag(regions, words);
  }

  /** What the sentence names for the first time. */
  Collection<Integer> named() {
    return named;
  }

  private static String tag(List<RegionFacts> regions, String words) {
    return regions.stream()
        .map(region -> String.valueOf(region.mark()))
        .collect(Collectors.joining(",", "<", ": " + words + ">"));
  }
}
