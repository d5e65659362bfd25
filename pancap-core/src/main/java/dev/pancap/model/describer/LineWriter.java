package dev.pancap.model.describer;

import dev.pancap.caption.RegionLine;
import dev.pancap.facts.RegionFacts;
import dev.pancap.facts.SceneFacts;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Round 1: one line a region, with what is true of it. */
final class LineWriter {
  /** Neighbours that a line names. */
  private static final int MOST_NEIGHBOURS = 2;

  private final SceneFacts facts;
  private final NounPhrases phrases = new NounPhrases(words -> true);

  LineWriter(SceneFacts facts) {
    this.facts = facts;
  }

  List<RegionLine> lines() {
    return facts.regions().stream().map(this::line).toList();
  }

  private RegionLine line(RegionFacts region) {
    Segment segment = region.segment();
    StringBuilder text = new StringBuilder(English.capitalised(phrases.indefinite(region)));
    text.append(' ').append(region.place().words());
    for (String relation : relations(region)) {
      text.append(", ").append(relation);
    }
    text.append("; ")
        .append(phrases.takesPluralVerb(region) ? "they take up " : "it takes up ")
        .append(English.share(region.share()));
    int equals = facts.count(segment.category());
    if (segment.isThing() && !segment.isCrowd() && equals > 1) {
      text.append(" and is one of ")
          .append(English.number(equals))
          .append(' ')
          .append(NounPhrases.plural(region.noun()));
    }
    return new RegionLine(
        segment.mark(), English.capitalised(segment.category()), text.append('.').toString());
  }

  private List<String> relations(RegionFacts region) {
    List<String> relations = new ArrayList<>();
    support(facts, region).ifPresent(on -> relations.add("on " + phrases.indefinite(on)));
    List<RegionFacts> nearest =
        facts.regions().stream()
            .filter(other -> other.mark() != region.mark() && other.segment().isThing())
            .filter(other -> relations.isEmpty() || !facts.isOn(region.mark(), other.mark()))
            .sorted(
                Comparator.comparingDouble((RegionFacts other) -> distance(region, other))
                    .thenComparing(RegionFacts::mark))
            .limit(2L * MOST_NEIGHBOURS)
            .toList();
    for (RegionFacts other : nearest) {
      if (region.segment().isThing() && relations.size() < MOST_NEIGHBOURS) {
        Sides.words(facts, region, other)
            .ifPresent(side -> relations.add(side + " " + phrases.indefinite(other)));
      }
    }
    if (relations.size() < MOST_NEIGHBOURS) {
      background(facts, region)
          .ifPresent(behind -> relations.add("in front of " + phrases.indefinite(behind)));
    }
    return relations;
  }

  /** What the region rests on: the smallest of several, which is the nearest in kind. */
  static Optional<RegionFacts> support(SceneFacts facts, RegionFacts region) {
    return facts.regions().stream()
        .filter(other -> other.mark() != region.mark() && facts.isOn(region.mark(), other.mark()))
        .min(Comparator.comparingDouble(RegionFacts::share));
  }

  static Optional<RegionFacts> background(SceneFacts facts, RegionFacts region) {
    return facts.regions().stream()
        .filter(
            other ->
                other.mark() != region.mark() && facts.isInFrontOf(region.mark(), other.mark()))
        .findFirst();
  }

  static double distance(RegionFacts a, RegionFacts b) {
    return Math.hypot(
        a.segment().centroidX() - b.segment().centroidX(),
        a.segment().centroidY() - b.segment().centroidY());
  }
}
