package dev.pancap.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.ImagePreparer;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.panoptic.SourceImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthWriterTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(1_000_000, 1_000_000, 100);

  @TempDir private Path folder;

  @Test
  void writesWhatCocoShips() throws IOException {
    List<Integer> progress = new ArrayList<>();
    SynthWriter.Written written = write("a", 5, 2, progress);
    assertThat(progress).containsExactly(1, 2, 3, 4, 5);
    assertThat(written.images()).isEqualTo(5);
    Path out = folder.resolve("a");
    JsonNode json = new ObjectMapper().readTree(out.resolve("panoptic.json").toFile());
    assertThat(json.get("images")).hasSize(5);
    assertThat(json.get("categories")).hasSize(133);
    assertThat(json.at("/images/4/file_name").asText()).isEqualTo("000000000005.jpg");
    assertThat(json.at("/annotations/4/file_name").asText()).isEqualTo("000000000005.png");
    assertThat(json.at("/annotations/4/image_id").asInt()).isEqualTo(5);
    SyntheticScene scene = new SceneGenerator(3, 128, 96).scene(4);
    assertThat(json.at("/annotations/4/segments_info")).hasSize(scene.segments().size());
    assertThat(json.at("/annotations/4/segments_info/0/id").asInt())
        .isEqualTo(scene.segments().get(0).segmentId());
    byte[] mask = Files.readAllBytes(out.resolve("panoptic/000000000005.png"));
    assertThat(PanopticPng.decode(mask, LIMITS).toArray()).isEqualTo(scene.ids().toArray());
    RgbImage picture =
        Jpeg.decode(Files.readAllBytes(out.resolve("images/000000000005.jpg")), LIMITS);
    assertThat(picture.width()).isEqualTo(128);
    assertThat(meanDifference(picture, scene.pixels())).isBetween(0.1, 12.0);
  }

  @Test
  void theNumberOfThreadsChangesNoByte() throws IOException {
    write("one", 8, 1, new ArrayList<>());
    write("three", 8, 3, new ArrayList<>());
    assertThat(files(folder.resolve("three"))).isEqualTo(files(folder.resolve("one"))).hasSize(17);
  }

  @Test
  void everySceneIsAnImageThatNeedsNoRepair() {
    SceneGenerator generator = new SceneGenerator(8, 160, 120);
    ImagePreparer preparer = new ImagePreparer(CategoryTable.coco(), LIMITS);
    for (int index = 0; index < 40; index++) {
      SyntheticScene scene = generator.scene(index);
      PreparedImage image = preparer.prepare(source(scene), scene.jpeg(), scene.maskPng());
      assertThat(image.repairs()).as("index %d", index).isEmpty();
      assertThat(image.segments().stream().mapToLong(Segment::areaPixels).sum())
          .isEqualTo(scene.segments().stream().mapToLong(SyntheticSegment::areaPixels).sum());
    }
  }

  @Test
  void refusesAFolderThatHoldsSomething() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThatThrownBy(
            () -> new SynthWriter(new SynthSettings(1, 7, 32, 32, 1), folder).write(done -> {}))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--out %s is not empty: name a new folder, or empty this one", folder);
    assertThat(folder.resolve("notes.txt")).content(StandardCharsets.UTF_8).isEqualTo("mine");
  }

  @Test
  void refusesAFileInThePlaceOfAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    assertThatThrownBy(
            () -> new SynthWriter(new SynthSettings(1, 7, 32, 32, 1), file).write(done -> {}))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--out " + file + " cannot be written to:");
  }

  @Test
  void refusesNumbersThatMakeNoPictures() {
    assertThatThrownBy(() -> new SynthSettings(0, 7, 640, 480, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--images must be between 1 and 10000000: 0");
    assertThatThrownBy(() -> new SynthSettings(1, 7, 8, 480, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--size must be between 16x16 and 8192x8192: 8x480");
  }

  private SynthWriter.Written write(String name, int images, int threads, List<Integer> progress)
      throws IOException {
    SynthSettings settings = new SynthSettings(images, 3, 128, 96, threads);
    return new SynthWriter(settings, folder.resolve(name)).write(progress::add);
  }

  private static SourceImage source(SyntheticScene scene) {
    List<AnnotatedSegment> segments =
        scene.segments().stream()
            .map(
                segment ->
                    new AnnotatedSegment(
                        segment.segmentId(),
                        segment.category().id(),
                        segment.isCrowd(),
                        (double) segment.areaPixels(),
                        List.of(
                            (double) segment.box().x(),
                            (double) segment.box().y(),
                            (double) segment.box().width(),
                            (double) segment.box().height()),
                        null,
                        null))
            .toList();
    return new SourceImage(
        scene.imageId(),
        scene.fileName(),
        "train",
        scene.pixels().width(),
        scene.pixels().height(),
        scene.fileName(),
        scene.maskFileName(),
        null,
        segments);
  }

  private static double meanDifference(RgbImage a, RgbImage b) {
    byte[] first = a.toBgr();
    byte[] second = b.toBgr();
    long sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += Math.abs((first[i] & 0xFF) - (second[i] & 0xFF));
    }
    return (double) sum / first.length;
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>(Comparator.naturalOrder());
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile)
          .forEach(
              file ->
                  files.put(
                      root.relativize(file).toString(),
                      new String(bytes(file), StandardCharsets.ISO_8859_1)));
    }
    return files;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
