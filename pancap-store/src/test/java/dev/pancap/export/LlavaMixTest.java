package dev.pancap.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlavaMixTest {
  private static final String DETAIL = "Write a detailed description of the given image.";
  private static final String OLD = "An old caption.";

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @BeforeEach
  void publishSevenPicturesWhoseFirstIsOne() throws IOException {
    WrittenRelease.write(folder.resolve("dataset"), hadoop);
  }

  @Test
  void aSwapKeepsTheSizeAndChangesNothingButMatchedCaptions() throws IOException {
    base(
        row("a", "coco/train2017/000000000001.jpg", "<image>\\n" + DETAIL, OLD),
        row("b", "coco/train2017/000000000001.jpg", "What color is the dog?", "Brown."),
        row("c", "coco/train2017/000000999999.jpg", DETAIL + "\\n<image>", OLD),
        row("d", "vg/VG_100K/2.jpg", DETAIL, OLD),
        "{\"id\": \"e\", \"conversations\": [{\"from\": \"human\", \"value\": \""
            + DETAIL
            + "\"}]}",
        "{\"id\": \"f\", \"image\": \"COCO_train2014_000000000002.jpg\", \"conversations\":"
            + " [{\"from\": \"human\", \"value\": \""
            + DETAIL
            + "\"}]}",
        row("g", "coco/train2017/000000000001.jpg", "describe the following image", OLD));

    Map<String, Long> counters = mix(0).counters();

    assertThat(counters)
        .containsEntry(LlavaMix.IN, 7L)
        .containsEntry(LlavaMix.DETAILED, 4L)
        .containsEntry(LlavaMix.MATCHED, 2L)
        .containsEntry(LlavaMix.UNMATCHED, 1L)
        .containsEntry(LlavaMix.NO_ANSWER, 1L)
        .containsEntry(LlavaMix.DUPLICATES, 1L)
        .containsEntry(LlavaMix.OUT, 7L);
    JsonNode rows = rows();
    assertThat(rows).hasSize(7);
    assertThat(rows.findValuesAsText("id")).containsExactly("a", "b", "c", "d", "e", "f", "g");
    assertThat(answer(rows, 0)).isEqualTo(WrittenRelease.CAPTION);
    assertThat(answer(rows, 1)).isEqualTo("Brown.");
    assertThat(answer(rows, 2)).isEqualTo(OLD);
    assertThat(answer(rows, 3)).isEqualTo(OLD);
    assertThat(answer(rows, 6)).isEqualTo(WrittenRelease.CAPTION);
    assertThat(rows.get(0).at("/conversations/0/value").asText()).isEqualTo("<image>\n" + DETAIL);
  }

  @Test
  void anAdditionLeavesDetailedCaptionsOutAndAddsSoManyOfOurs() throws IOException {
    base(
        row("a", "coco/train2017/000000000001.jpg", DETAIL, OLD),
        row("b", "coco/train2017/000000999999.jpg", DETAIL, OLD),
        row("c", "gqa/images/1.jpg", "Is it red?", "No"));

    Map<String, Long> counters = mix(3).counters();

    assertThat(counters)
        .containsEntry(LlavaMix.DROPPED, 2L)
        .containsEntry(LlavaMix.ADDED, 3L)
        .containsEntry(LlavaMix.OUT, 4L);
    JsonNode rows = rows();
    assertThat(rows.findValuesAsText("id")).doesNotContain("a", "b").startsWith("c");
    assertThat(rows).hasSize(4);
    for (int i = 1; i < 4; i++) {
      assertThat(answer(rows, i)).isEqualTo(WrittenRelease.CAPTION);
      assertThat(rows.get(i).get("image").asText()).matches("coco/train2017/\\d{12}\\.jpg");
      assertThat(rows.get(i).at("/conversations/0/value").asText()).startsWith("<image>\n");
    }
  }

  @Test
  void theSameSeedAddsTheSameAndTheExportReadsBack() throws IOException {
    base(row("c", "gqa/images/1.jpg", "Is it red?", "No"));
    mix(3);
    byte[] first = Files.readAllBytes(folder.resolve("mix3/llava-mix.json"));
    assertThat(
            new ExportFolder(new org.apache.hadoop.fs.Path(folder.resolve("mix3").toUri()), hadoop)
                .verify()
                .faults())
        .isEmpty();
    Files.move(folder.resolve("mix3"), folder.resolve("first"));
    mix(3);
    assertThat(folder.resolve("mix3/llava-mix.json")).hasBinaryContent(first);
  }

  @Test
  void whatIsNoMixIsOneSentence() throws IOException {
    Files.writeString(folder.resolve("base.json"), "{\"id\": 1}");
    assertThatThrownBy(() -> mix(0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is no LLaVA file: expected a JSON array of conversations");
    Files.writeString(folder.resolve("base.json"), "[{\"id\": 1}, 2]");
    assertThatThrownBy(() -> mix(1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected an object a row, found VALUE_NUMBER_INT in line 1");
    Files.writeString(folder.resolve("base.json"), "[{\"id\": ");
    assertThatThrownBy(() -> mix(2))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is no JSON");
    Files.delete(folder.resolve("base.json"));
    assertThatThrownBy(() -> mix(4))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("base.json does not exist");
    assertThatThrownBy(() -> mix(8))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--add 8: the release has 7 captions");
  }

  @Test
  void thePapersSumsComeOutOfItsFigures() {
    Map<Integer, String> papers = Map.of(20_000, "662K", 50_000, "692K", 118_287, "760K");
    papers.forEach(
        (added, total) -> {
          Map<String, Long> counters =
              Map.of(
                  LlavaMix.IN, 665_298L,
                  LlavaMix.DETAILED, 23_240L,
                  LlavaMix.DROPPED, 23_240L,
                  LlavaMix.ADDED, (long) added,
                  LlavaMix.OUT, 642_058L + added);
          String text = LlavaMixSums.of(counters, added);
          assertThat(text)
              .contains("= " + total)
              .contains("665,298 in - 23,240 left out = 642,058")
              .doesNotContain("differ")
              .doesNotContain("recognised");
        });
  }

  @Test
  void fewerDetailedCaptionsThanThePaperSaysAreNamed() {
    Map<String, Long> counters =
        Map.of(
            LlavaMix.IN, 665_298L,
            LlavaMix.DETAILED, 11_000L,
            LlavaMix.DROPPED, 11_000L,
            LlavaMix.ADDED, 20_000L,
            LlavaMix.OUT, 674_298L);
    assertThat(LlavaMixSums.of(counters, 20_000))
        .contains("these differ by 12,298 rows")
        .contains("11,000 detailed captions were recognised where the paper has 23K");
  }

  private ExportManifest mix(int add) throws IOException {
    return new LlavaMix(
            OpenRelease.of(folder.resolve("dataset").toString(), hadoop),
            new LlavaMixSettings(
                folder.resolve("base.json").toString(),
                add,
                7,
                DetailQuestions.builtIn(),
                LlavaTemplates.builtIn()),
            folder.resolve("mix" + add).toString(),
            hadoop)
        .write();
  }

  private void base(String... rows) throws IOException {
    Files.writeString(folder.resolve("base.json"), "[" + String.join(",\n", List.of(rows)) + "]");
  }

  private JsonNode rows() throws IOException {
    try (var found = Files.newDirectoryStream(folder, "mix*")) {
      return new ObjectMapper()
          .readTree(Files.readAllBytes(found.iterator().next().resolve("llava-mix.json")));
    }
  }

  private static String answer(JsonNode rows, int row) {
    return rows.get(row).at("/conversations/1/value").asText();
  }

  private static String row(String id, String image, String question, String answer) {
    return """
        {"id": "%s", "image": "%s", "conversations": [
          {"from": "human", "value": "%s"}, {"from": "gpt", "value": "%s"}]}"""
        .formatted(id, image, question, answer);
  }
}
