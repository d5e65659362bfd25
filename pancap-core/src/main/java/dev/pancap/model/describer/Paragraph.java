package dev.pancap.model.describer;

import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.Paraphrase;
import dev.pancap.facts.RegionFacts;
import dev.pancap.facts.SceneFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A paragraph in the making: its sentences, which regions they named, what they must not say. */
final class Paragraph {
  private final Describer.Measured scene;
  private final Set<Integer> said;
  private final List<String> forbidden;
  private final NounPhrases phrases;
  private final Set<Integer> named = new HashSet<>();
  private final List<String> sentences = new ArrayList<>();
  private final int seed;

  /**
   * @param said the marks of the regions that are spoken of
   * @param forbidden what must not be said
   */
  Paragraph(Describer.Measured scene, Set<Integer> said, List<String> forbidden) {
    this.scene = scene;
    this.said = said;
    this.forbidden = forbidden;
    this.phrases = new NounPhrases(this::mayBeSaid);
    this.seed = Math.floorMod(scene.image().maskFingerprint().hashCode(), 1 << 16);
  }

  SceneFacts facts() {
    return scene.facts();
  }

  NounPhrases phrases() {
    return phrases;
  }

  int width() {
    return scene.image().width();
  }

  int height() {
    return scene.image().height();
  }

  /** How many sentences there are. */
  int size() {
    return sentences.size();
  }

  boolean isEmpty() {
    return sentences.isEmpty();
  }

  /** Whether the region is spoken of at all. */
  boolean isSaid(RegionFacts region) {
    return said.contains(region.mark());
  }

  /** Whether a sentence has named the region. */
  boolean hasNamed(RegionFacts region) {
    return named.contains(region.mark());
  }

  /** Which of {@code ways} to build the next sentence is next; scenes begin at different ones. */
  int turn(int ways) {
    return (seed + sentences.size()) % ways;
  }

  Draft draft() {
    return new Draft(named, phrases);
  }

  /** Adds a sentence, or, where it says what was struck, as little as names its regions. */
  void add(Draft draft, String sentence, List<RegionFacts> regions) {
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

  /** Adds a sentence about one region as a person wrote it. */
  void addWritten(int mark, String sentence) {
    sentences.add(sentence);
    named.add(mark);
  }

  String text() {
    return String.join(" ", sentences);
  }

  /** Whether the sentence says nothing that was struck. */
  boolean isAllowed(String sentence) {
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
