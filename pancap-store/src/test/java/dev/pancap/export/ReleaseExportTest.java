package dev.pancap.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.store.ReleaseRow;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseExportTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(1 << 20, 1 << 20, 1000);

  private final Configuration hadoop = new Configuration();
  private final SceneGenerator scenes = WrittenRelease.scenes();

  @TempDir private Path folder;

  @BeforeEach
  void publishSevenPicturesInTwoFiles() throws IOException {
    WrittenRelease.write(folder.resolve("dataset"), hadoop);
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void everyFormatReadsBackAndIsTheSameTwice(ExportFormat format) throws IOException {
    ExportManifest first = export(format, "first", 2);
    ExportManifest second = export(format, "second", 2);
    assertThat(first.images()).isEqualTo(7);
    assertThat(first).isEqualTo(second);
    assertThat(folder("first").verify().faults()).isEmpty();
    assertThat(folder.resolve("first/_parts")).doesNotExist();
    assertThat(folder.resolve("first/croissant.json")).content().contains("croissant/1.1");
  }

  @Test
  void aByteThatChangedAndAFileThatIsGoneAreFound() throws IOException {
    export(ExportFormat.COCO_PANOPTIC, "coco", 2);
    Path captions = folder.resolve("coco/captions_train.json");
    Files.writeString(captions, Files.readString(captions).replaceFirst("scene", "scena"));
    Files.delete(folder.resolve("coco/panoptic_train/000000000003.png"));
    assertThat(folder("coco").verify().faults())
        .containsExactly(
            "captions_train.json has other bytes than were written",
            "panoptic_train/000000000003.png is missing");
  }

  @Test
  void anExportIsNotWrittenOverAnother() throws IOException {
    export(ExportFormat.GCG, "gcg", 2);
    assertThatThrownBy(() -> export(ExportFormat.GCG, "gcg", 2))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is not empty: name a new folder");
  }

  @Test
  void aReleaseWithoutManifestIsNotRead() throws IOException {
    Files.delete(folder.resolve("dataset/releases/" + WrittenRelease.VERSION + "/manifest.json"));
    assertThatThrownBy(() -> OpenRelease.of(folder.resolve("dataset").toString(), hadoop))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is no complete release");
  }

  @Test
  void groundedConversationsHaveATokenAMaskAndAMapOfAllTokens() throws IOException {
    export(ExportFormat.LLAVA, "llava", 2);
    int grounded = 0;
    for (JsonNode record : json("llava/llava.json")) {
      if (record.get("task").asText().equals("pgc")) {
        grounded++;
        String text = record.at("/conversations/1/value").asText();
        assertThat(text).startsWith("A scene<seg1> <seg2> holds the rest<seg2>");
        assertThat(record.get("segments"))
            .extracting(segment -> segment.get("token").asText())
            .containsExactly("<seg1>", "<seg2>");
        assertThat(record.at("/segments/1/mark").asInt()).isEqualTo(2);
        assertThat(record.at("/segments/1/segmentation/counts").asText()).isNotEmpty();
      }
    }
    assertThat(grounded).isEqualTo(7);
  }

  @Test
  void countsAndPresencesAgreeWithTheScenesAndAreBalanced() throws IOException {
    export(ExportFormat.LLAVA, "llava", 2);
    Map<Long, SyntheticScene> byId = new HashMap<>();
    for (int i = 0; i < 7; i++) {
      byId.put(scenes.scene(i).imageId(), scenes.scene(i));
    }
    Map<String, Integer> answers = new HashMap<>();
    for (JsonNode record : json("llava/llava.json")) {
      String id = record.get("id").asText();
      String answer = record.at("/conversations/1/value").asText();
      SyntheticScene scene = byId.get(Long.parseLong(id.substring(0, 12)));
      if (id.contains("-vqa-presence")) {
        answers.merge(answer, 1, Integer::sum);
      } else if (id.contains("-vqa-count")) {
        Map<Integer, Integer> things = new HashMap<>();
        scene.segments().stream()
            .filter(segment -> segment.category().isThing())
            .forEach(segment -> things.merge(segment.category().id(), 1, Integer::sum));
        assertThat(things.values()).as(id).contains(Integer.parseInt(answer));
      }
    }
    assertThat(answers.get("Yes")).isPositive().isEqualTo(answers.get("No"));
  }

  @Test
  void panopticMasksHoldTheIdsOfTheirAnnotationsAndNothingElse() throws IOException {
    export(ExportFormat.COCO_PANOPTIC, "coco", 2);
    int images = 0;
    for (JsonNode annotation : json("coco/panoptic_train.json").get("annotations")) {
      Path png =
          folder.resolve("coco/panoptic_train").resolve(annotation.get("file_name").asText());
      Set<Integer> found = new HashSet<>();
      for (int id : PanopticPng.decode(Files.readAllBytes(png), LIMITS).toArray()) {
        if (id != 0) {
          found.add(id);
        }
      }
      Set<Integer> listed = new HashSet<>();
      annotation.get("segments_info").forEach(segment -> listed.add(segment.get("id").asInt()));
      assertThat(found).isEqualTo(listed);
      images++;
    }
    assertThat(images).isEqualTo(7);
  }

  @Test
  void shardsHoldAtMostTheirSizeAndAreNumberedThroughAllParts() throws IOException {
    ExportManifest written = export(ExportFormat.WEBDATASET, "shards", 2);
    assertThat(written.files())
        .extracting(ExportedFile::path, ExportedFile::records)
        .containsExactly(
            tuple("pancap-train-000000.tar", 2L),
            tuple("pancap-train-000001.tar", 2L),
            tuple("pancap-train-000002.tar", 2L),
            tuple("pancap-train-000003.tar", 1L));
  }

  @Test
  void publishedCaptionsNameSegmentIds() {
    ReleaseRow row = WrittenRelease.row(scenes.scene(0));
    int first = row.segments().get(0).segmentId();
    int second = row.segments().get(1).segmentId();
    String text = PancapTextExporter.grounded(row);
    assertThat(text).isEqualTo("<%d,%d: A scene> holds <%d: the rest>.", first, second, second);
    assertThat(GroundedCaptionParser.parse(text).slips()).isEmpty();
  }

  private ExportFolder folder(String name) throws IOException {
    return new ExportFolder(new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), hadoop);
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(file)));
  }

  private ExportManifest export(ExportFormat format, String name, int shardSize)
      throws IOException {
    OpenRelease source = OpenRelease.of(folder.resolve("dataset").toString(), hadoop);
    ExportSettings settings =
        new ExportSettings(
            format,
            source.split(),
            7,
            List.of(LlavaTask.values()),
            ExportSettings.SplitBy.NONE,
            shardSize,
            LlavaTemplates.builtIn());
    ReleaseExport export =
        new ReleaseExport(
            source.root(),
            folder.resolve(name).toString(),
            source.dataFiles(),
            settings,
            new PicturePlace(LIMITS.maxFileBytes(), null));
    export.prepare(hadoop);
    // The parts may be written in any order.
    PartResult second = export.writePart(1, hadoop);
    return export.finish(source.manifest(), List.of(export.writePart(0, hadoop), second), hadoop);
  }
}
