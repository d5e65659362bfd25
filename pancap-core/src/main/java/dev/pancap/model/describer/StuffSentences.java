package dev.pancap.model.describer;

import dev.pancap.facts.Place;
import dev.pancap.facts.RegionFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a paragraph says of the surroundings: the large ones one by one, the others as a list. */
final class StuffSentences {
  /** The share of the picture from which on a region has a sentence of its own. */
  private static final double LARGE = 0.08;

  private static final int MOST_LISTED = 4;

  private final Paragraph paragraph;
  private final NounPhrases phrases;

  StuffSentences(Paragraph paragraph) {
    this.paragraph = paragraph;
    this.phrases = paragraph.phrases();
  }

  void add() {
    List<RegionFacts> stuff =
        paragraph.facts().regions().stream()
            .filter(region -> !region.segment().isThing() && paragraph.isSaid(region))
            .sorted(Comparator.comparingDouble(RegionFacts::share).reversed())
            .toList();
    List<RegionFacts> listed = new ArrayList<>();
    for (RegionFacts region : stuff) {
      if (region.share() >= LARGE) {
        addLargeStuff(region);
      } else if (!paragraph.hasNamed(region)) {
        listed.add(region);
      }
    }
    for (int start = 0; start < listed.size(); start += MOST_LISTED) {
      List<RegionFacts> part = listed.subList(start, Math.min(listed.size(), start + MOST_LISTED));
      Draft draft = paragraph.draft();
      String names =
          English.list(
              part.stream()
                  .map(region -> draft.name(region) + " " + region.place().words())
                  .toList());
      String sentence =
          start == 0
              ? "The surroundings also include %s.".formatted(names)
              : "There %s also %s.".formatted(beforeList(part), names);
      paragraph.add(draft, sentence, part);
    }
  }

  private String beforeList(List<RegionFacts> part) {
    return part.size() > 1 || phrases.takesPluralVerb(part.get(0)) ? "are" : "is";
  }

  private void addLargeStuff(RegionFacts region) {
    Draft draft = paragraph.draft();
    boolean isFirst = paragraph.isEmpty();
    String name = draft.name(region);
    boolean isPlural = phrases.takesPluralVerb(region);
    String place = region.place().words();
    String share = English.share(region.share());
    String where = isEverywhere(region) ? "" : ", " + place;
    String sentence =
        isFirst
            ? "The picture shows %s, which %s %s"
                .formatted(name, isPlural ? "fill" : "fills", share)
            : switch (isEverywhere(region) ? 0 : paragraph.turn(3)) {
              case 0 -> "%s %s %s%s".formatted(name, isPlural ? "cover" : "covers", share, where);
              case 1 -> "%s, %s %s %s".formatted(place, name, isPlural ? "fill" : "fills", share);
              default -> "%s is taken up by %s%s".formatted(share, name, where);
            };
    paragraph.add(draft, English.capitalised(sentence) + ".", List.of(region));
  }

  private static boolean isEverywhere(RegionFacts region) {
    return region.place().horizontal() == Place.Zone.SPAN
        && region.place().vertical() == Place.Zone.SPAN;
  }
}
