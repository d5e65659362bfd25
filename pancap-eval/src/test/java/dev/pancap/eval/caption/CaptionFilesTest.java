package dev.pancap.eval.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.CaptionFiles.EmptyCaptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionFilesTest {
  @TempDir private Path folder;

  private Path references;

  @BeforeEach
  void writeReferences() throws IOException {
    references =
        write(
            "references.json",
            """
            {"info": {"annotations": 3}, "images": [{"id": 42}], "annotations": [
              {"image_id": 42, "caption": "A <3: red car> on <4,5: two roads>.", "id": 1},
              {"image_id": 43, "caption": "A dog."},
              {"image_id": 42, "caption": "A car."},
              {"image_id": 44, "caption": "A cat."}]}
            """);
  }

  @Test
  void readsSeveralReferencesAnImageAndRemovesTags() throws IOException {
    CaptionCorpus corpus =
        read(
            "[{\"image_id\": 43, \"caption\": \"<1: <2: dogs>>\"}, {\"caption\": \"x\", \"image_id\": 42}]");

    assertThat(corpus.images())
        .containsExactly(
            new CaptionedImage(
                new ImageId("42", true), "x", List.of("A red car on two roads.", "A car.")),
            new CaptionedImage(new ImageId("43", true), "dogs", List.of("A dog.")));
    assertThat(corpus.badRows()).isEmpty();
    assertThat(corpus.imagesWithoutCandidate()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"image_id\": 43}|image_id 43, field caption: is missing",
        "{\"image_id\": 43, \"caption\": NaN}|image_id 43, field caption: is not text",
        "{\"image_id\": NaN, \"caption\": \"a\"}|image_id ?, field image_id: is neither a whole number nor text",
        "{\"image_id\": 43, \"caption\": null}|image_id 43, field caption: is not text",
        "{\"image_id\": 43, \"caption\": [\"a\"]}|image_id 43, field caption: is not text",
        "{\"image_id\": 43, \"caption\": \"  \"}|image_id 43, field caption: is empty",
        "{\"image_id\": 7, \"caption\": \"a\"}|image_id 7, field image_id: the references have no such image",
        "{\"image_id\": \"43\", \"caption\": \"a\"}|image_id \"43\", field image_id: is a text, the references have the number 43",
        "{\"image_id\": 42, \"caption\": \"b\"}|image_id 42, field image_id: has a candidate already, the first one counts",
        "{\"image_id\": 4.5, \"caption\": \"b\"}|image_id ?, field image_id: is neither a whole number nor text",
        "{\"caption\": \"b\"}|image_id ?, field image_id: is missing",
        "17|image_id ?, field image_id: the row is not an object",
        "[1, [2]]|image_id ?, field image_id: the row is not an object",
      })
  void reportsABadRowAndScoresTheOthers(String bad, String problem) throws IOException {
    CaptionCorpus corpus =
        read(
            "[{\"image_id\": 42, \"caption\": \"a\"}, %s, {\"image_id\": 44, \"caption\": \"c\"}]"
                .formatted(bad));

    assertThat(corpus.images()).extracting(CaptionedImage::candidate).containsExactly("a", "c");
    assertThat(corpus.badRows())
        .extracting(BadRow::text)
        .singleElement()
        .asString()
        .endsWith("candidates.json row 2, " + problem);
  }

  @Test
  void refusesACaptionThatNobodyWrites() throws IOException {
    CaptionCorpus corpus =
        read(
            "[{\"image_id\": 42, \"caption\": \"%s\"}, {\"image_id\": 44, \"caption\": \"c\"}]"
                .formatted("a ".repeat(20_000)));

    assertThat(corpus.badRows())
        .extracting(BadRow::problem)
        .containsExactly("has 40000 characters, more than 20000");
  }

  @Test
  void scoresEmptyCaptionsOnRequest() throws IOException {
    Path candidates = write("candidates.json", "[{\"image_id\": 43, \"caption\": \"\"}]");

    CaptionCorpus corpus = CaptionFiles.read(references, candidates, EmptyCaptions.SCORE);

    assertThat(corpus.images()).extracting(CaptionedImage::candidate).containsExactly("");
    assertThat(corpus.badRows()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"image_id\": 42, |is not JSON",
        "{\"captions\": []}|is no caption file: expected [{\"image_id\"",
        "3|is no caption file",
        "[]|holds no caption that can be scored",
        "[{\"image_id\": \"42\", \"caption\": \"a\"}]|holds no caption that can be scored; the first bad row:",
      })
  void stopsWhereNothingCanBeScored(String content, String message) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("candidates.json")
        .hasMessageContaining(message);
  }

  @Test
  void leavesBracketsThatAreNoTags() throws IOException {
    CaptionCorpus corpus =
        read("[{\"image_id\": 43, \"caption\": \"A <person> with 5 < 6 cups, i <3 dogs > cats\"}]");

    assertThat(corpus.images())
        .extracting(CaptionedImage::candidate)
        .containsExactly("A <person> with 5 < 6 cups, i <3 dogs > cats");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(
            () ->
                CaptionFiles.read(folder.resolve("none.json"), references, EmptyCaptions.LEAVE_OUT))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.json does not exist");
  }

  private CaptionCorpus read(String candidates) throws IOException {
    return CaptionFiles.read(
        references, write("candidates.json", candidates), EmptyCaptions.LEAVE_OUT);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
