package dev.pancap.model.describer;

import dev.pancap.facts.RegionFacts;
import dev.pancap.facts.SceneFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a paragraph says of things: where they are, how they stand to each other, who rides whom.
 */
final class ThingSentences {
  /** Beyond this many sentences the other things are listed by side. */
  private static final int MOST_SENTENCES = 9;

  private static final int MOST_LISTED = 5;

  private final Paragraph paragraph;
  private final SceneFacts facts;
  private final NounPhrases phrases;

  ThingSentences(Paragraph paragraph) {
    this.paragraph = paragraph;
    this.facts = paragraph.facts();
    this.phrases = paragraph.phrases();
  }

  void add(List<ThingGroup> groups) {
    int next = 0;
    while (next < groups.size() && paragraph.size() < MOST_SENTENCES) {
      ThingGroup group = groups.get(next++);
      if (paragraph.isEmpty()) {
        addOpening(group);
        addMembers(group);
        addCarried(group);
        continue;
      }
      boolean pairs =
          next < groups.size()
              && paragraph.size() % 3 == 2
              && group.isSingle()
              && groups.get(next).isSingle();
      addGroup(group, pairs ? Optional.of(groups.get(next++)) : Optional.empty());
      addMembers(group);
      addCarried(group);
    }
    addRest(groups.subList(next, groups.size()));
  }

  private void addOpening(ThingGroup group) {
    Draft draft = paragraph.draft();
    String name = group.name(draft, phrases);
    String where = (group.isApart() ? ", " : " ") + place(group) + tail(relations(draft, group));
    String scene = SceneKind.of(facts).words();
    boolean isPlural = isPlural(group);
    String sentence =
        switch (paragraph.turn(3)) {
          case 0 -> "The picture shows %s%s.".formatted(name, where);
          case 1 ->
              "In this %s there %s %s%s.".formatted(scene, isPlural ? "are" : "is", name, where);
          default -> "This %s shows %s%s.".formatted(scene, name, where);
        };
    paragraph.add(draft, sentence, group.members());
  }

  private void addGroup(ThingGroup group, Optional<ThingGroup> other) {
    if (group.isApart() && paragraph.turn(2) == 0) {
      addApart(group);
      return;
    }
    Draft draft = paragraph.draft();
    String name = group.name(draft, phrases);
    List<String> relations = relations(draft, group);
    String be = isPlural(group) ? "are" : "is";
    String place = place(group);
    String sentence =
        switch (form(group, !relations.isEmpty() && other.isEmpty())) {
          case PLACE_SEEN -> place + ", " + name + " can be seen" + tail(relations);
          case NAME -> name + " " + be + " " + place + tail(relations);
          case RELATION ->
              relations.get(0)
                  + " "
                  + be
                  + " "
                  + name
                  + ", "
                  + place
                  + tail(relations.subList(1, relations.size()));
          case PLACE -> place + " " + be + " " + name + tail(relations);
          case THERE ->
              "there " + be + " " + name + (group.isApart() ? ", " : " ") + place + tail(relations);
        };
    List<RegionFacts> members = new ArrayList<>(group.members());
    if (other.isPresent()) {
      sentence += ", while " + draft.name(other.get().first()) + " is " + place(other.get());
      members.addAll(other.get().members());
    }
    paragraph.add(draft, English.capitalised(sentence) + ".", members);
  }

  /** {@code A red chair is on the left and a blue chair near the center.} */
  private void addApart(ThingGroup group) {
    Draft draft = paragraph.draft();
    RegionFacts one = group.members().get(0);
    RegionFacts two = group.members().get(1);
    boolean differ = !phrases.indefinite(one).equals(phrases.indefinite(two));
    String second = differ ? draft.name(two) : draft.nameAll(List.of(two), "another");
    String sentence =
        "%s is %s and %s %s."
            .formatted(draft.name(one), one.place().words(), second, two.place().words());
    paragraph.add(draft, English.capitalised(sentence), group.members());
  }

  /** Ways to build a sentence about things. */
  private enum Form {
    PLACE_SEEN,
    NAME,
    RELATION,
    PLACE,
    THERE
  }

  private Form form(ThingGroup group, boolean hasRelation) {
    Form[] forms = Form.values();
    Form form = forms[paragraph.turn(forms.length)];
    if (group.isApart()) {
      return Form.THERE;
    }
    if (group.size() > 1 && (form == Form.PLACE || form == Form.PLACE_SEEN)) {
      // "Spread across the picture, four dogs can be seen" again and again is nobody's English.
      return form == Form.PLACE ? Form.NAME : Form.THERE;
    }
    return form == Form.RELATION && !hasRelation ? Form.PLACE : form;
  }

  /** The largest of many, and those of one colour. */
  private void addMembers(ThingGroup group) {
    if (group.size() <= ThingGroup.MOST_NAMED_APART) {
      return;
    }
    group
        .largest()
        .ifPresent(
            largest -> {
              Draft draft = paragraph.draft();
              String words = phrases.indefinite(largest);
              boolean isPlain = words.equals(English.withArticle(largest.noun().singular()));
              String name =
                  isPlain
                      ? draft.nameAll(List.of(largest), "The largest of them in the picture")
                      : "The largest of them in the picture, "
                          + draft.nameAll(List.of(largest), words)
                          + ",";
              paragraph.add(draft, "%s is %s.".formatted(name, largest.place().words()), List.of());
            });
    Draft draft = paragraph.draft();
    List<String> parts = new ArrayList<>();
    group
        .byColor(phrases)
        .values()
        .forEach(same -> parts.add(draft.nameAll(same, phrases.several(same))));
    if (!parts.isEmpty()) {
      paragraph.add(draft, "Among them are %s.".formatted(English.list(parts)), List.of());
    }
  }

  /** {@code Nine of them, <…: people>, are on <…: nine horses>}. */
  private void addCarried(ThingGroup group) {
    if (group.isSingle() || group.support(facts).isPresent()) {
      return;
    }
    Map<String, List<RegionFacts>> carried = new LinkedHashMap<>();
    Map<String, Set<RegionFacts>> carriers = new LinkedHashMap<>();
    for (RegionFacts member : group.members()) {
      LineWriter.support(facts, member)
          .filter(under -> under.segment().isThing() && paragraph.isSaid(under))
          .ifPresent(
              under -> {
                String kind = under.segment().category();
                carried.computeIfAbsent(kind, unused -> new ArrayList<>()).add(member);
                carriers.computeIfAbsent(kind, unused -> new LinkedHashSet<>()).add(under);
              });
    }
    carried.forEach(
        (kind, members) -> {
          Draft draft = paragraph.draft();
          List<RegionFacts> under = List.copyOf(Objects.requireNonNull(carriers.get(kind)));
          String carrier =
              under.size() == 1
                  ? draft.name(under.get(0))
                  : draft.nameAll(under, phrases.several(under));
          String who =
              draft.nameAll(members, English.number(members.size()) + " of the " + plural(group));
          paragraph.add(
              draft,
              English.capitalised(
                  "%s %s on %s.".formatted(who, members.size() > 1 ? "are" : "is", carrier)),
              List.of());
        });
  }

  private static String plural(ThingGroup group) {
    return NounPhrases.plural(group.first().noun());
  }

  private void addRest(List<ThingGroup> groups) {
    Map<String, List<ThingGroup>> bySide = new LinkedHashMap<>();
    for (ThingGroup group : groups) {
      bySide.computeIfAbsent(side(group), unused -> new ArrayList<>()).add(group);
    }
    bySide.forEach(
        (side, there) -> {
          for (int start = 0; start < there.size(); start += MOST_LISTED) {
            List<ThingGroup> listed =
                there.subList(start, Math.min(there.size(), start + MOST_LISTED));
            Draft draft = paragraph.draft();
            List<String> names = listed.stream().map(group -> group.name(draft, phrases)).toList();
            boolean isOne = listed.size() == 1 && !isPlural(listed.get(0));
            String pattern = start == 0 ? "%s there %s also %s." : "Also to be seen %s %s %s.";
            String where = start == 0 ? English.capitalised(side) : side;
            paragraph.add(
                draft,
                pattern.formatted(where, isOne ? "is" : "are", English.list(names)),
                listed.stream().flatMap(group -> group.members().stream()).toList());
          }
        });
  }

  private static String side(ThingGroup group) {
    Set<String> sides =
        group.members().stream()
            .map(
                member ->
                    switch (member.place().horizontal()) {
                      case START -> "on the left";
                      case MIDDLE -> "in the middle";
                      case END -> "on the right";
                      case SPAN -> "elsewhere";
                    })
            .collect(Collectors.toSet());
    return sides.size() == 1 ? sides.iterator().next() : "elsewhere";
  }

  private List<String> relations(Draft draft, ThingGroup group) {
    List<String> relations = new ArrayList<>();
    Optional<RegionFacts> support = group.support(facts).filter(paragraph::isSaid);
    support.ifPresent(under -> relations.add("on " + draft.name(under)));
    if (group.isSingle()) {
      anchor(group.first(), support)
          .ifPresent(
              anchor ->
                  Sides.words(facts, group.first(), anchor)
                      .ifPresent(side -> relations.add(side + " " + draft.name(anchor))));
    }
    if (support.isEmpty()) {
      group
          .background(facts)
          .filter(paragraph::isSaid)
          .ifPresent(behind -> relations.add(0, "in front of " + draft.name(behind)));
    }
    return relations;
  }

  /** The nearest thing that was named and cannot be taken for another one. */
  private Optional<RegionFacts> anchor(RegionFacts region, Optional<RegionFacts> support) {
    return facts.regions().stream()
        .filter(other -> other.mark() != region.mark() && paragraph.hasNamed(other))
        .filter(other -> other.segment().isThing() && paragraph.isSaid(other))
        .filter(other -> !support.map(under -> under.mark() == other.mark()).orElse(false))
        .filter(other -> facts.count(other.segment().category()) == 1)
        .filter(other -> Sides.words(facts, region, other).isPresent())
        .min(Comparator.comparingDouble(other -> LineWriter.distance(region, other)));
  }

  private boolean isPlural(ThingGroup group) {
    return !group.isSingle();
  }

  private String place(ThingGroup group) {
    return group.place(paragraph.width(), paragraph.height());
  }

  private static String tail(List<String> relations) {
    return relations.isEmpty() ? "" : ", " + String.join(" and ", relations);
  }
}
