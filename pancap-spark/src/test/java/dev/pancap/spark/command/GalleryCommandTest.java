package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.RunLengths;
import dev.pancap.spark.PancapCommand;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.store.ReleaseRow;
import dev.pancap.synth.SceneGenerator;
import dev.pancap.synth.SyntheticScene;
import dev.pancap.synth.SyntheticSegment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryCommandTest {
  private static final String VERSION = "20260211T000000Z";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @BeforeEach
  void publishSevenPicturesInTwoFiles() throws IOException {
    Configuration hadoop = new Configuration();
    ReleaseFolder release = ReleaseFolder.open(folder.resolve("dataset").toString(), hadoop);
    Files.createDirectories(folder.resolve("pictures"));
    SceneGenerator generator = new SceneGenerator(7, 96, 72);
    List<ReleaseManifest.DataFile> files = new ArrayList<>();
    int index = 0;
    for (int rows : new int[] {4, 3}) {
      String path = "data/train-%05d-of-00002.parquet".formatted(files.size());
      org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(release.path(VERSION), path);
      try (ReleaseFile.Writer writer = ReleaseFile.writer(file, hadoop)) {
        for (int i = 0; i < rows; i++) {
          writer.write(row(generator.scene(index++)));
        }
      }
      files.add(new ReleaseManifest.DataFile(path, rows, 1, "0".repeat(64)));
    }
    release.write(
        new org.apache.hadoop.fs.Path(release.path(VERSION), "quarantine"),
        "quarantine.jsonl",
        "{\"image_id\":99,\"file_name\":\"<b>.jpg\",\"stage\":\"prepare\",\"reason\":\"MASK_EMPTY\","
            + "\"detail\":\"all void\"}\n");
    release.complete(
        new ReleaseManifest(
            VERSION, "2026-02-11T00:00:00Z", "hash", "run", 7, files, List.of(), "", "", Map.of()));
    release.makeCurrent(VERSION);
  }

  @Test
  void showsASampleSpreadOverTheReleaseAndTheQuarantine() throws IOException {
    assertThat(run("--sample", "3", "--json")).isZero();
    JsonNode summary = new ObjectMapper().readTree(out.toString());
    assertThat(summary.get("pictures").asInt()).isEqualTo(3);
    assertThat(summary.get("published").asInt()).isEqualTo(7);
    assertThat(summary.get("quarantined").asInt()).isEqualTo(1);
    assertThat(page())
        .contains("000000000001.jpg", "000000000003.jpg", "000000000005.jpg")
        .doesNotContain("000000000002.jpg")
        .contains("3 of 7 pictures, spread evenly over the release.")
        .contains("<dt>words a caption</dt><dd>3.0</dd>")
        .contains("<code>MASK_EMPTY</code>", "&lt;b&gt;.jpg");
    assertThat(folder.resolve(".gallery.html.unfinished")).doesNotExist();
  }

  @Test
  void showsNamedImagesOfAReleaseNamedByItsVersion() throws IOException {
    Path version = folder.resolve("dataset/releases").resolve(VERSION);
    assertThat(runOn(version, "--image", "7", "2")).isZero();
    assertThat(page())
        .contains("000000000002.jpg", "000000000007.jpg", "2 chosen pictures of 7.")
        .doesNotContain("000000000001.jpg");
  }

  @Test
  void aPictureThatIsGoneIsSaidToBeGone() throws IOException {
    Files.delete(folder.resolve("pictures/000000000004.jpg"));
    assertThat(run("--image", "4")).isZero();
    assertThat(page()).contains("The picture is no longer where it was.");
  }

  @Test
  void wrongReleasesAndImagesAreOneLineAndExitCodeTwo() {
    assertThat(runOn(folder)).isEqualTo(2);
    assertThat(run("--image", "8")).isEqualTo(2);
    assertThat(run("--sample", "0")).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("is no complete release: name what build wrote to"),
            line -> assertThat(line).contains("--image 8 is not in the release"),
            line -> assertThat(line).contains("--sample must be between 1 and 2000: 0"));
    assertThat(folder.resolve("gallery.html")).doesNotExist();
  }

  private int run(String... options) {
    return runOn(folder.resolve("dataset"), options);
  }

  private int runOn(Path release, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "gallery",
                "--release",
                release.toString(),
                "--out",
                folder.resolve("gallery.html").toString()));
    args.addAll(List.of(options));
    return PancapCommand.run(
        new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("gallery.html"));
  }

  private ReleaseRow row(SyntheticScene scene) throws IOException {
    Path picture = folder.resolve("pictures").resolve(scene.fileName());
    Files.write(picture, scene.jpeg());
    Map<Integer, RunLengths> masks = RunLengths.ofSegments(scene.ids());
    List<ReleaseRow.ReleaseSegment> segments = new ArrayList<>();
    for (SyntheticSegment segment : scene.segments()) {
      RunLengths mask = masks.get(segment.segmentId());
      segments.add(
          new ReleaseRow.ReleaseSegment(
              segments.size() + 1,
              segment.segmentId(),
              segment.category().id(),
              segment.category().name(),
              segment.category().isThing(),
              segment.isCrowd(),
              segment.areaPixels(),
              List.of(
                  segment.box().x(),
                  segment.box().y(),
                  segment.box().width(),
                  segment.box().height()),
              List.of(scene.ids().height(), scene.ids().width()),
              CompressedRunLengths.encode(mask),
              "a line",
              false,
              "human",
              null));
    }
    return new ReleaseRow(
        scene.imageId(),
        scene.fileName(),
        "train",
        96,
        72,
        null,
        picture.toString(),
        "A scene there.",
        "<1: A scene> there.",
        List.of(new PhraseGroup("A scene", List.of(1), 0, 7)),
        segments,
        3,
        1,
        segments.size(),
        0,
        0,
        1,
        List.of(),
        "describer",
        "1",
        "d",
        "c",
        null);
  }
}
