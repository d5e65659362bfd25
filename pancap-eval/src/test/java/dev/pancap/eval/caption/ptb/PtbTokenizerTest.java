package dev.pancap.eval.caption.ptb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.eval.caption.CaptionTokenizer;
import dev.pancap.eval.caption.GoldenCaptions;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PtbTokenizerTest {
  private final PtbTokenizer tokenizer = new PtbTokenizer();

  /** The rows were one file each, so that a line's successor is known. */
  @ParameterizedTest
  @ValueSource(strings = {"ptb_tokenizer_edge.json", "ptb_tokenizer_coco_hard.json"})
  void equalsEveryGoldenLine(String file) throws IOException {
    JsonNode rows = GoldenCaptions.read(file).get("rows");
    CaptionTokenizer cleaned = new CaptionTokenizer();
    for (int i = 0; i < rows.size(); i++) {
      String raw = rows.get(i).get("raw").asText();
      String next = i + 1 < rows.size() ? rows.get(i + 1).get("raw").asText() : "";
      assertThat(cleaned.line(raw, next))
          .as(raw)
          .isEqualTo(rows.get(i).get("after_punct_removal").asText());
    }
  }

  @Test
  void equalsEdgeLinesWithTheirPunctuation() throws IOException {
    JsonNode rows = GoldenCaptions.read("ptb_tokenizer_edge.json").get("rows");
    for (int i = 0; i < rows.size(); i++) {
      String raw = rows.get(i).get("raw").asText();
      String next = i + 1 < rows.size() ? rows.get(i + 1).get("raw").asText() : "";
      assertThat(String.join(" ", tokenizer.tokenize(raw, next)))
          .as(raw)
          .isEqualTo(rows.get(i).get("ptb").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\u2028b", "a\u000Bb", "a\fb", "a\u200Bb", "a\u00A0b"})
  void takesWhatBreaksLinesForABlank(String caption) {
    assertThat(tokenizer.tokenize(caption)).containsExactly("a", "b");
  }

  /** The original makes two lines of such a caption, and gives all captions after it to others. */
  @Test
  void keepsInOneLineWhatTheOriginalBreaks() throws IOException {
    for (JsonNode row :
        GoldenCaptions.read("ptb_tokenizer_line_separator_traps.json").get("rows")) {
      assertThat(String.join(" ", tokenizer.tokenize(row.get("raw").asText())))
          .as(row.toString())
          .isEqualTo(row.get("stdout_before_END").asText().strip().replace('\n', ' '));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The letter K.|A man|the letter k",
        "The letter K.|Penn.|the letter k.",
        "The letter K.||the letter k.",
        "Watching T.V.|A man|watching t.v.",
        "Number no.|5 dogs|number no.",
      })
  void looksAtTheNextLineWhereTheOriginalDoes(String row) {
    String[] fields = row.split("\\|", -1);
    assertThat(new CaptionTokenizer().line(fields[0], fields[1])).isEqualTo(fields[2]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "man,another-man|man,another-man",
        "in 2012 2013 2014 2015 and|in 2012\u00A02013\u00A02014\u00A02015 and",
        "the pro- and anti-war|the pro- and anti-war",
        "a 5000 1/2 b|a 5000\u00A01/2 b",
        "<a dog and a cat>|<a\u00A0dog\u00A0and\u00A0a\u00A0cat>",
        "photo 12.jpg of|photo 12.jpg of",
        "rock'n'roll's|rock 'n' roll 's",
        "it’s don’t ’90s|it 's do n't ’90s",
        "wow :) ok :-( <3|wow :-rrb- ok :--lrb- < 3",
        "co.-x inc.-ab|co. - x inc.-ab",
        ". . . . . .|... .",
      })
  void equalsWhatTheOriginalWasSeenToGive(String caption, String tokens) {
    assertThat(String.join(" ", tokenizer.tokenize(caption))).isEqualTo(tokens);
  }

  @Test
  void survivesAnyCharacters() {
    long seed = 20261122;
    Random random = new Random(seed);
    String alphabet =
        "aZ9.'\"-/<>&;:!?@#$%^*()[]{}|\\_+=~`, \u00A0\u00AD\u2019\u201C\u2026\u00BD\uD83D\uDE00\u3000é";
    for (int run = 0; run < 20_000; run++) {
      StringBuilder caption = new StringBuilder();
      for (int i = random.nextInt(24); i >= 0; i--) {
        caption.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String text = caption.toString();
      assertThatCode(() -> tokenizer.tokenize(text))
          .as("seed %d: %s", seed, text)
          .doesNotThrowAnyException();
      assertThat(tokenizer.tokenize(text))
          .as("seed %d: %s", seed, text)
          .doesNotContain("")
          .noneMatch(t -> t.contains(" "));
    }
  }

  @Test
  void findsNothingInBlankText() {
    assertThat(tokenizer.tokenize("")).isEqualTo(List.of());
    assertThat(tokenizer.tokenize(" \t ")).isEqualTo(List.of());
  }
}
