package dev.pancap.model.describer;

import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.Paraphrase;
import dev.pancap.caption.RegionLine;
import dev.pancap.facts.Place;
import dev.pancap.facts.RegionFacts;
import dev.pancap.facts.SceneFacts;
import dev.pancap.panoptic.PreparedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Round 2: one grounded paragraph. First what the picture is of, then the other things, the largest
 * first, then the surroundings, then what people wrote into the lines, and how many there are of
 * what. Every region with a line is named. Openings of sentences change in turn.
 */
final class ParagraphWriter {
  /** Beyond this many sentences the other things are listed by side. */
  private static final int MOST_THING_SENTENCES = 9;

  private static final int MOST_LISTED = 5;
  private static final int MOST_COUNTED = 6;

  private final SceneFacts facts;
  private final PreparedImage image;
  private final List<String> forbidden;
  private final NounPhrases phrases;
  private final Set<Integer> said = new HashSet<>();
  private final Set<Integer> named = new HashSet<>();
  private final List<RegionLine> edited = new ArrayList<>();
  private final List<String> sentences = new ArrayList<>();
  private final int seed;

  private ParagraphWriter(
      Describer.Measured scene, List<RegionLine> lines, List<String> forbidden) {
    this.facts = scene.facts();
    this.image = scene.image();
    this.forbidden = forbidden;
    this.phrases = new NounPhrases(this::mayBeSaid);
    this.seed = Math.floorMod(image.maskFingerprint().hashCode(), 1 << 16);
    Map<Integer, RegionLine> own =
        scene.lines().stream().collect(Collectors.toMap(RegionLine::mark, line -> line));
    for (RegionLine line : lines) {
      RegionLine measured = own.get(line.mark());
      if (measured == null) {
        continue;
      }
      if (measured.description().equals(line.description())) {
        said.add(line.mark());
      } else {
        edited.add(line);
      }
    }
  }

  /**
   * @param lines the lines of round 1, as people left them
   * @param forbidden what must not be said
   */
  static String write(Describer.Measured scene, List<RegionLine> lines, List<String> forbidden) {
    return new ParagraphWriter(scene, lines, forbidden).text();
  }

  private String text() {
    List<ThingGroup> groups =
        ThingGroup.of(
            facts.regions().stream()
                .filter(region -> region.segment().isThing() && said.contains(region.mark()))
                .toList());
    addThings(groups);
    addStuff();
    edited.forEach(this::addEdited);
    addCounts(groups);
    return String.join(" ", sentences);
  }

  private void addThings(List<ThingGroup> groups) {
    int next = 0;
    while (next < groups.size() && sentences.size() < MOST_THING_SENTENCES) {
      ThingGroup group = groups.get(next++);
      if (sentences.isEmpty()) {
        addOpening(group);
        addMembers(group);
        addCarried(group);
        continue;
      }
      boolean pairs =
          next < groups.size()
              && sentences.size() % 3 == 2
              && group.isSingle()
              && groups.get(next).isSingle();
      addGroup(group, pairs ? Optional.of(groups.get(next++)) : Optional.empty());
      addMembers(group);
      addCarried(group);
    }
    addRest(groups.subList(next, groups.size()));
  }

  private void addOpening(ThingGroup group) {
    Draft draft = draft();
    String name = group.name(draft, phrases);
    String where = (group.isApart() ? ", " : " ") + place(group) + tail(relations(draft, group));
    String scene = SceneKind.of(facts).words();
    boolean isPlural = isPlural(group);
    String sentence =
        switch (seed % 3) {
          case 0 -> "The picture shows %s%s.".formatted(name, where);
          case 1 ->
              "In this %s there %s %s%s.".formatted(scene, isPlural ? "are" : "is", name, where);
          default -> "This %s shows %s%s.".formatted(scene, name, where);
        };
    add(draft, sentence, group.members());
  }

  private void addGroup(ThingGroup group, Optional<ThingGroup> other) {
    if (group.isApart() && (seed + sentences.size()) % 2 == 0) {
      addApart(group);
      return;
    }
    Draft draft = draft();
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
    add(draft, English.capitalised(sentence) + ".", members);
  }

  /** {@code A red chair is on the left and a blue chair near the center.} */
  private void addApart(ThingGroup group) {
    Draft draft = draft();
    RegionFacts one = group.members().get(0);
    RegionFacts two = group.members().get(1);
    boolean differ = !phrases.indefinite(one).equals(phrases.indefinite(two));
    String second = differ ? draft.name(two) : draft.nameAll(List.of(two), "another");
    String sentence =
        "%s is %s and %s %s."
            .formatted(draft.name(one), one.place().words(), second, two.place().words());
    add(draft, English.capitalised(sentence), group.members());
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
    Form form = forms[(seed + sentences.size()) % forms.length];
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
              Draft draft = draft();
              String words = phrases.indefinite(largest);
              boolean isPlain = words.equals(English.withArticle(largest.noun().singular()));
              String name =
                  isPlain
                      ? draft.nameAll(List.of(largest), "The largest of them in the picture")
                      : "The largest of them in the picture, "
                          + draft.nameAll(List.of(largest), words)
                          + ",";
              add(draft, "%s is %s.".formatted(name, largest.place().words()), List.of());
            });
    Draft draft = draft();
    List<String> parts = new ArrayList<>();
    group
        .byColor(phrases)
        .values()
        .forEach(same -> parts.add(draft.nameAll(same, phrases.several(same))));
    if (!parts.isEmpty()) {
      add(draft, "Among them are %s.".formatted(English.list(parts)), List.of());
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
          .filter(under -> under.segment().isThing() && isSaid(under))
          .ifPresent(
              under -> {
                String kind = under.segment().category();
                carried.computeIfAbsent(kind, unused -> new ArrayList<>()).add(member);
                carriers.computeIfAbsent(kind, unused -> new LinkedHashSet<>()).add(under);
              });
    }
    carried.forEach(
        (kind, members) -> {
          Draft draft = draft();
          List<RegionFacts> under = List.copyOf(Objects.requireNonNull(carriers.get(kind)));
          String carrier =
              under.size() == 1
                  ? draft.name(under.get(0))
                  : draft.nameAll(under, phrases.several(under));
          String who =
              draft.nameAll(members, English.number(members.size()) + " of the " + plural(group));
          add(
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
            Draft draft = draft();
            List<String> names = listed.stream().map(group -> group.name(draft, phrases)).toList();
            boolean isOne = listed.size() == 1 && !isPlural(listed.get(0));
            String pattern = start == 0 ? "%s there %s also %s." : "Also to be seen %s %s %s.";
            String where = start == 0 ? English.capitalised(side) : side;
            add(
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

  private void addStuff() {
    List<RegionFacts> stuff =
        facts.regions().stream()
            .filter(region -> !region.segment().isThing() && said.contains(region.mark()))
            .sorted(Comparator.comparingDouble(RegionFacts::share).reversed())
            .toList();
    List<RegionFacts> listed = new ArrayList<>();
    for (RegionFacts region : stuff) {
      if (region.share() >= 0.08) {
        addLargeStuff(region);
      } else if (!named.contains(region.mark())) {
        listed.add(region);
      }
    }
    for (int start = 0; start < listed.size(); start += MOST_LISTED - 1) {
      List<RegionFacts> part =
          listed.subList(start, Math.min(listed.size(), start + MOST_LISTED - 1));
      Draft draft = draft();
      String names =
          English.list(
              part.stream()
                  .map(region -> draft.name(region) + " " + region.place().words())
                  .toList());
      String sentence =
          start == 0
              ? "The surroundings also include %s.".formatted(names)
              : "There %s also %s.".formatted(beforeList(part), names);
      add(draft, sentence, part);
    }
  }

  private String beforeList(List<RegionFacts> part) {
    return part.size() > 1 || phrases.takesPluralVerb(part.get(0)) ? "are" : "is";
  }

  private void addLargeStuff(RegionFacts region) {
    Draft draft = draft();
    boolean isFirst = sentences.isEmpty();
    String name = draft.name(region);
    boolean isPlural = phrases.takesPluralVerb(region);
    String place = region.place().words();
    String share = English.share(region.share());
    String where = isEverywhere(region) ? "" : ", " + place;
    String sentence =
        isFirst
            ? "The picture shows %s, which %s %s"
                .formatted(name, isPlural ? "fill" : "fills", share)
            : switch (isEverywhere(region) ? 0 : (seed + sentences.size()) % 3) {
              case 0 -> "%s %s %s%s".formatted(name, isPlural ? "cover" : "covers", share, where);
              case 1 -> "%s, %s %s %s".formatted(place, name, isPlural ? "fill" : "fills", share);
              default -> "%s is taken up by %s%s".formatted(share, name, where);
            };
    add(draft, English.capitalised(sentence) + ".", List.of(region));
  }

  private static boolean isEverywhere(RegionFacts region) {
    return region.place().horizontal() == Place.Zone.SPAN
        && region.place().vertical() == Place.Zone.SPAN;
  }

  /** A line that a person changed stands as it was written. */
  private void addEdited(RegionLine line) {
    String words = line.description().replaceAll("[<>]", " ").strip();
    String[] parts = words.split("(?<=[.!?])\\s+", 2);
    String first = parts[0].replaceAll("[.!?]+$", "").strip();
    if (!first.isEmpty()) {
      String sentence = "<%d: %s>.".formatted(line.mark(), first);
      String rest = parts.length > 1 ? " " + parts[1].strip() : "";
      String all = sentence + (rest.isEmpty() || rest.matches("(?s).*[.!?]") ? rest : rest + ".");
      sentences.add(isAllowed(all) ? all : "<%d: %s>.".formatted(line.mark(), bareClass(line)));
      named.add(line.mark());
    }
  }

  private String bareClass(RegionLine line) {
    return English.capitalised(
        English.withArticle(facts.region(line.mark()).noun().singular().toLowerCase(Locale.ROOT)));
  }

  private void addCounts(List<ThingGroup> groups) {
    Set<String> uncertain =
        facts.regions().stream()
            .filter(region -> !said.contains(region.mark()))
            .map(region -> region.segment().category())
            .collect(Collectors.toSet());
    List<ThingGroup> counted =
        groups.stream()
            .filter(group -> !group.first().segment().isCrowd())
            .filter(group -> !uncertain.contains(group.first().segment().category()))
            .toList();
    long several = counted.stream().filter(group -> group.size() > 1).count();
    boolean isWorthwhile = several >= 2 || (several == 1 && counted.size() >= 3);
    if (isWorthwhile) {
      List<String> counts =
          counted.stream()
              .sorted(Comparator.comparingInt(ThingGroup::size).reversed())
              .filter(group -> group.size() > 1)
              .limit(MOST_COUNTED)
              .map(
                  group ->
                      English.number(group.size()) + " " + NounPhrases.plural(group.first().noun()))
              .toList();
      add(
          draft(),
          "In all, there are %s in the picture.".formatted(English.list(counts)),
          List.of());
    }
  }

  private List<String> relations(Draft draft, ThingGroup group) {
    List<String> relations = new ArrayList<>();
    Optional<RegionFacts> support = group.support(facts).filter(this::isSaid);
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
          .filter(this::isSaid)
          .ifPresent(behind -> relations.add(0, "in front of " + draft.name(behind)));
    }
    return relations;
  }

  /** The nearest thing that was named and cannot be taken for another one. */
  private Optional<RegionFacts> anchor(RegionFacts region, Optional<RegionFacts> support) {
    return facts.regions().stream()
        .filter(other -> other.mark() != region.mark() && named.contains(other.mark()))
        .filter(other -> other.segment().isThing() && isSaid(other))
        .filter(other -> !support.map(under -> under.mark() == other.mark()).orElse(false))
        .filter(other -> facts.count(other.segment().category()) == 1)
        .filter(other -> Sides.words(facts, region, other).isPresent())
        .min(Comparator.comparingDouble(other -> LineWriter.distance(region, other)));
  }

  private boolean isSaid(RegionFacts region) {
    return said.contains(region.mark());
  }

  private boolean isPlural(ThingGroup group) {
    return !group.isSingle();
  }

  private String place(ThingGroup group) {
    return group.place(image.width(), image.height());
  }

  private static String tail(List<String> relations) {
    return relations.isEmpty() ? "" : ", " + String.join(" and ", relations);
  }

  private Draft draft() {
    return new Draft(named, phrases);
  }

  /** Adds a sentence, or, where it says what was struck, as little as names its regions. */
  private void add(Draft draft, String sentence, List<RegionFacts> regions) {
    if (isAllowed(sentence)) {
      sentences.add(sentence);
      named.addAll(draft.named());
      return;
    }
    for (RegionFacts region : regions) {
      String plain = "There is <%d: %s>.".formatted(region.mark(), phrases.bare(region));
      if (!named.contains(region.mark()) && isAllowed(plain)) {
        sentences.add(plain);
        named.add(region.mark());
      }
    }
  }

  private boolean isAllowed(String sentence) {
    if (forbidden.isEmpty()) {
      return true;
    }
    String plain = GroundedCaptionParser.parse(sentence).caption().plain();
    return forbidden.stream().noneMatch(struck -> Paraphrase.says(plain, struck));
  }

  private boolean mayBeSaid(String words) {
    return forbidden.stream()
        .noneMatch(
            struck ->
                Arrays.stream(struck.toLowerCase(Locale.ROOT).split("\\W+"))
                    .anyMatch(word -> !word.isEmpty() && List.of(words.split(" ")).contains(word)));
  }
}
