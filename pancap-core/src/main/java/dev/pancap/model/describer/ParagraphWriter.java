package dev.pancap.model.describer;

import dev.pancap.caption.RegionLine;
import dev.pancap.facts.SceneFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Round 2: one grounded paragraph. First what the picture is of, then the other things, the largest
 * first, then the surroundings, then what people wrote into the lines, and how many there are of
 * what. Every region with a line is named. Openings of sentences change in turn.
 */
final class ParagraphWriter {
  private static final int MOST_COUNTED = 6;

  private final SceneFacts facts;
  private final Paragraph paragraph;
  private final List<RegionLine> edited = new ArrayList<>();

  private ParagraphWriter(
      Describer.Measured scene, List<RegionLine> lines, List<String> forbidden) {
    this.facts = scene.facts();
    Map<Integer, RegionLine> own =
        scene.lines().stream().collect(Collectors.toMap(RegionLine::mark, line -> line));
    Set<Integer> said = new HashSet<>();
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
    this.paragraph = new Paragraph(scene, said, forbidden);
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
                .filter(region -> region.segment().isThing() && paragraph.isSaid(region))
                .toList());
    new ThingSentences(paragraph).add(groups);
    new StuffSentences(paragraph).add();
    edited.forEach(this::addEdited);
    addCounts(groups);
    return paragraph.text();
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
      paragraph.addWritten(
          line.mark(),
          paragraph.isAllowed(all)
              ? English.capitalised(all)
              : "<%d: %s>.".formatted(line.mark(), bareClass(line)));
    }
  }

  private String bareClass(RegionLine line) {
    return English.capitalised(
        English.withArticle(facts.region(line.mark()).noun().singular().toLowerCase(Locale.ROOT)));
  }

  private void addCounts(List<ThingGroup> groups) {
    Set<String> uncertain =
        facts.regions().stream()
            .filter(region -> !paragraph.isSaid(region))
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
      paragraph.add(
          paragraph.draft(),
          "In all, there are %s in the picture.".formatted(English.list(counts)),
          List.of());
    }
  }
}
