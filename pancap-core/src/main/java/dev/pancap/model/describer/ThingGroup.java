package dev.pancap.model.describer;

import dev.pancap.facts.Place;
import dev.pancap.facts.RegionFacts;
import dev.pancap.facts.SceneFacts;
import dev.pancap.mask.BoundingBox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Things of one class that are spoken of together; a crowd is a group of its own.
 *
 * @param members from left to right
 */
record ThingGroup(List<RegionFacts> members) {
  /** As many are named one by one where their colours tell them apart. */
  static final int MOST_NAMED_APART = 3;

  /** The groups of the things, the one with the most pixels first. */
  static List<ThingGroup> of(List<RegionFacts> things) {
    Map<String, List<RegionFacts>> byClass = new LinkedHashMap<>();
    for (RegionFacts thing : things) {
      String key =
          thing.segment().category() + (thing.segment().isCrowd() ? "/" + thing.mark() : "");
      byClass.computeIfAbsent(key, unused -> new ArrayList<>()).add(thing);
    }
    return byClass.values().stream()
        .map(
            members ->
                new ThingGroup(
                    members.stream()
                        .sorted(
                            Comparator.comparingDouble(
                                    (RegionFacts member) -> member.segment().centroidX())
                                .thenComparing(RegionFacts::mark))
                        .toList()))
        .sorted(
            Comparator.comparingDouble(ThingGroup::share)
                .reversed()
                .thenComparing(group -> group.first().mark()))
        .toList();
  }

  RegionFacts first() {
    return members.get(0);
  }

  int size() {
    return members.size();
  }

  boolean isSingle() {
    return members.size() == 1;
  }

  double share() {
    return members.stream().mapToDouble(RegionFacts::share).sum();
  }

  /** The members with their colours, apart where two or three differ in them, else together. */
  String name(Draft draft, NounPhrases phrases) {
    if (isSingle()) {
      return draft.name(first());
    }
    boolean differ =
        size() <= MOST_NAMED_APART
            && members.stream().map(phrases::indefinite).distinct().count() == size();
    return differ
        ? English.list(members.stream().map(draft::name).toList())
        : draft.nameAll(members, phrases.several(members));
  }

  /** Whether the words of {@link #place} say where each of two is. */
  boolean isApart() {
    return size() == 2 && !members.get(0).place().words().equals(members.get(1).place().words());
  }

  /** Where they are: together, one here and one there, or spread. */
  String place(int width, int height) {
    String place = first().place().words();
    if (isSingle()) {
      return place;
    }
    if (members.stream().allMatch(member -> member.place().words().equals(place))) {
      return (size() == 2 ? "both " : "all ") + place;
    }
    if (size() == 2) {
      return "one " + place + " and the other " + members.get(1).place().words();
    }
    int left = members.stream().mapToInt(member -> member.segment().box().x()).min().orElse(0);
    int right = members.stream().mapToInt(m -> m.segment().box().right()).max().orElse(width);
    int top = members.stream().mapToInt(member -> member.segment().box().y()).min().orElse(0);
    int bottom = members.stream().mapToInt(m -> m.segment().box().bottom()).max().orElse(height);
    if (right - left >= 0.6 * width) {
      return "spread across the picture";
    }
    return Place.of(new BoundingBox(left, top, right - left, bottom - top), width, height).words();
  }

  /** What all of them rest on. */
  Optional<RegionFacts> support(SceneFacts facts) {
    Optional<RegionFacts> support = LineWriter.support(facts, first());
    return support.filter(
        under -> members.stream().allMatch(member -> facts.isOn(member.mark(), under.mark())));
  }

  /** What is seen behind all of them. */
  Optional<RegionFacts> background(SceneFacts facts) {
    return LineWriter.background(facts, first())
        .filter(
            behind ->
                members.stream()
                    .allMatch(member -> facts.isInFrontOf(member.mark(), behind.mark())));
  }

  /** Members by colour, where at least two share one and not all do. */
  Map<String, List<RegionFacts>> byColor(NounPhrases phrases) {
    Map<String, List<RegionFacts>> byColor =
        members.stream()
            .filter(member -> phrases.color(member).isPresent())
            .collect(
                Collectors.groupingBy(
                    member -> phrases.color(member).orElseThrow(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byColor.values().removeIf(same -> same.size() < 2 || same.size() == size());
    return byColor;
  }

  /** The member that is clearly larger than the others in the picture. */
  Optional<RegionFacts> largest() {
    List<RegionFacts> bySize =
        members.stream()
            .sorted(
                Comparator.comparingDouble(RegionFacts::share)
                    .reversed()
                    .thenComparing(RegionFacts::mark))
            .toList();
    boolean stands = size() > 1 && bySize.get(0).share() >= 1.3 * bySize.get(1).share();
    return stands ? Optional.of(bySize.get(0)) : Optional.empty();
  }
}
