package dev.pancap.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.store.ReleaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneGraphExportTest {
  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @BeforeEach
  void publish() throws IOException {
    WrittenRelease.write(folder.resolve("dataset"), hadoop);
  }

  @Test
  void aChainOfThoughtHasASimplePromptTheGraphAndThePromptExtendedByIt() throws IOException {
    export(ExportFormat.CCOT, "ccot");

    JsonNode records = json("ccot/ccot_train.json");
    assertThat(records).hasSize(7);
    for (JsonNode record : records) {
      JsonNode graph = record.get("scene_graph");
      String first = graph.at("/objects/0").asText();
      String second = graph.at("/objects/1").asText();
      assertThat(record.get("simple_prompt").asText()).startsWith("A picture of ").endsWith(".");
      assertThat(graph.at("/attributes").get(first)).extracting(JsonNode::asText).contains("red");
      assertThat(graph.at("/relationships/0"))
          .extracting(JsonNode::asText)
          .containsExactly(first, "above", second);
      assertThat(record.get("extended_prompt").asText())
          .startsWith(record.get("simple_prompt").asText())
          .contains("red " + first + " on the left")
          .contains(first + " above " + second + "; ");
    }
  }

  @Test
  void aSubmissionToOpenPsgNumbersFromOneAndLeavesOutWhatItHasNoWordFor() throws IOException {
    ExportManifest written = export(ExportFormat.PSG, "psg");

    assertThat(written.counters())
        .containsEntry("relations", 7L)
        .containsEntry("relations left out: larger than", 7L);
    for (JsonNode entry : json("psg/relation.json")) {
      assertThat(entry.at("/relations").toString()).isEqualTo("[[0,1,1]]");
      assertThat(entry.get("segments_info"))
          .allSatisfy(
              segment -> assertThat(segment.get("category_id").intValue()).isBetween(1, 133));
      assertThat(folder.resolve("psg/panseg/" + entry.get("pan_seg_file_name").asText()))
          .isNotEmptyFile();
    }
    assertThat(PsgExporter.PREDICATES).hasSize(56).doesNotHaveDuplicates();
  }

  @Test
  void aReleaseWithoutSceneGraphsSaysHowToGetThem() throws IOException {
    Path file =
        folder.resolve(
            "dataset/releases/" + WrittenRelease.VERSION + "/data/train-00000-of-00002.parquet");
    try (ReleaseFile.Writer writer =
        ReleaseFile.writer(new org.apache.hadoop.fs.Path(file.toUri()), hadoop)) {
      writer.write(WrittenRelease.row(WrittenRelease.scenes().scene(0)));
    }

    assertThatThrownBy(() -> export(ExportFormat.CCOT, "none"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("build it with --with-scene-graph");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(file)));
  }

  private ExportManifest export(ExportFormat format, String name) throws IOException {
    OpenRelease source = OpenRelease.of(folder.resolve("dataset").toString(), hadoop);
    ExportSettings settings =
        new ExportSettings(
            format,
            source.split(),
            7,
            List.of(LlavaTask.values()),
            ExportSettings.SplitBy.NONE,
            2,
            LlavaTemplates.builtIn());
    ReleaseExport export =
        new ReleaseExport(
            source.root(),
            folder.resolve(name).toString(),
            source.dataFiles(),
            settings,
            new PicturePlace(1 << 20, null));
    export.prepare(hadoop);
    PartResult first = export.writePart(0, hadoop);
    return export.finish(source.manifest(), List.of(first, export.writePart(1, hadoop)), hadoop);
  }
}
