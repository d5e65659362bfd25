package dev.pancap.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  /** The captions on the slides of COCONut-PanCap; the first with its label, which was counted. */
  @ParameterizedTest
  @CsvSource({
    "living-room-cat, 202, 11",
    "plate, 141, 8",
    "living-room, 183, 10",
    "family-dinner, 222, 8"
  })
  void countsThePublishedCaptionsAsTheirFiguresDo(String name, int words, int sentences) {
    ParsedCaption parsed = GroundedCaptionParser.parse(slide(name));

    assertThat(Words.count(parsed.caption().plain())).isEqualTo(words);
    assertThat(Words.countSentences(parsed.caption().plain())).isEqualTo(sentences);
    assertThat(parsed.isCertain()).as("%s", parsed.slips()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 0 | 0",
        "' - … ' | 0 | 0",
        "one | 1 | 1",
        "A 3.5 m pole. | 4 | 1",
        "well-lit, e.g. here | 3 | 2",
        "Is it? \"Yes!\" (It is.) | 5 | 3",
        "Wait... what | 2 | 2",
        "😀 smiles 😀. | 1 | 1"
      })
  void aWordHoldsALetterOrADigitAndASentenceAWord(String text, int words, int sentences) {
    assertThat(Words.count(text)).isEqualTo(words);
    assertThat(Words.countSentences(text)).isEqualTo(sentences);
  }

  @Test
  void theDinnerNamesTwentyPeopleOnceEachInOneTag() {
    GroundedCaption caption = GroundedCaptionParser.parse(slide("family-dinner")).caption();

    assertThat(caption.groups())
        .filteredOn(group -> group.phrase().equals("Additional people"))
        .singleElement()
        .satisfies(group -> assertThat(group.markIds()).hasSize(19).doesNotHaveDuplicates());
    assertThat(caption.groups().stream().flatMap(group -> group.markIds().stream()).distinct())
        .hasSize(41);
  }

  static String slide(String name) {
    try (InputStream text =
        Objects.requireNonNull(
            WordsTest.class.getResourceAsStream("slides/" + name + ".txt"), name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
