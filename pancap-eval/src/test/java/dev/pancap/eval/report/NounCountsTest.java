package dev.pancap.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NounCountsTest {
  private static final List<String> CAPTIONS =
      List.of(
          "The people are seated around a wooden table, and a table equipped with glasses.",
          "A black cat rests on the couch. Two people stand near the table with several chairs.",
          "In the dining room, three chairs and an old couch surround the table.",
          "A cat walks across the room; people watch the cat.");

  @Test
  void findsTheWordsThatEndNounPhrasesAndCountsThemAsWritten() {
    NounCounts nouns = new NounCounts();
    CAPTIONS.forEach(nouns::add);

    assertThat(nouns.mostFrequent(6))
        .extracting(noun -> noun.word() + " " + noun.count())
        .containsExactly("table 4", "cat 3", "people 3", "chairs 2", "couch 2", "room 2");
  }

  @Test
  void halvesMergeIntoTheWhole() {
    NounCounts whole = new NounCounts();
    CAPTIONS.forEach(whole::add);
    NounCounts left = new NounCounts();
    NounCounts right = new NounCounts();
    CAPTIONS.subList(0, 2).forEach(left::add);
    CAPTIONS.subList(2, 4).forEach(right::add);
    right.merge(left);

    assertThat(right.mostFrequent(50)).isEqualTo(whole.mostFrequent(50));
  }
}
