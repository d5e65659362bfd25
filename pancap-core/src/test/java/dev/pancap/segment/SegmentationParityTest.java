package dev.pancap.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.image.ImageSize;
import dev.pancap.image.RgbImage;
import dev.pancap.onnx.ConfigFile;
import dev.pancap.onnx.ModelFolder;
import dev.pancap.onnx.PixelScale;
import dev.pancap.panoptic.CategoryTable;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds segmentation to what the {@code transformers} library finds with the same weights; see
 * {@code src/test/python/make_tiny_segmenters.py}.
 */
class SegmentationParityTest {
  private static final SegmentConfig CONFIG = new SegmentConfig("", 0.5, 0.5, 0.3, 4, 1, 0.7);

  @ParameterizedTest
  @EnumSource
  void pixelValuesAreEqualToTheLastBit(PanopticFamily family) throws Exception {
    ConfigFile preprocessor =
        ModelFolder.open(folder(family).toString(), "--model").config("preprocessor_config.json");
    PictureScaler scaler = PictureScaler.of(preprocessor, family);
    PixelScale scale = PixelScale.of(preprocessor);
    for (JsonNode wanted : cases(family)) {
      RgbImage picture = picture(wanted);
      ImageSize size = scaler.sizeOf(picture);
      assertThat(size)
          .isEqualTo(new ImageSize(wanted.get("width").asInt(), wanted.get("height").asInt()));
      float[] values = new float[3 * size.width() * size.height()];
      scale.write(
          scaler.scale(picture, size), values, 0, new ImageSize(size.width(), size.height()));
      assertThat(sha256(values))
          .as(wanted.get("name").asText())
          .isEqualTo(wanted.get("pixel_values_sha256").asText());
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsTheSameSegmentsAloneAndInABatch(PanopticFamily family) throws IOException {
    List<RgbImage> pictures = new ArrayList<>();
    List<Segmentation> alone = new ArrayList<>();
    try (SegmentationModel model =
        SegmentationModel.open(folder(family).toString(), CONFIG, CategoryTable.coco())) {
      for (JsonNode wanted : cases(family)) {
        RgbImage picture = picture(wanted);
        Segmentation found = model.segment(List.of(picture)).get(0);
        assertEqual(found, wanted, family);
        pictures.add(picture);
        alone.add(found);
      }
      List<Segmentation> together = model.segment(pictures);
      for (int i = 0; i < alone.size(); i++) {
        assertThat(together.get(i).map().toArray()).isEqualTo(alone.get(i).map().toArray());
        assertThat(together.get(i).segments().stream().map(s -> s.category().name()).toList())
            .isEqualTo(alone.get(i).segments().stream().map(s -> s.category().name()).toList());
      }
    }
  }

  /** The library's result is stored unfused; stuff of one class becomes one segment here. */
  private static void assertEqual(Segmentation found, JsonNode wanted, PanopticFamily family)
      throws IOException {
    List<String> labels = labels(family);
    Map<Integer, Integer> idOf = new LinkedHashMap<>();
    Map<String, Integer> stuff = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    for (JsonNode segment : wanted.get("segments")) {
      String name = labels.get(segment.get("label").asInt());
      if (CategoryTable.coco().all().stream().noneMatch(c -> c.name().equals(name))) {
        idOf.put(segment.get("id").asInt(), 0);
        continue;
      }
      double score = segment.get("score").asDouble();
      Integer known = name.contains("-") ? stuff.get(name) : null;
      if (known == null) {
        names.add(name);
        scores.add(score);
        known = names.size();
        stuff.put(name, known);
      } else {
        scores.set(known - 1, Math.max(score, scores.get(known - 1)));
      }
      idOf.put(segment.get("id").asInt(), known);
    }
    assertThat(found.segments().stream().map(s -> s.category().name()).toList())
        .as(wanted.get("name").asText())
        .isEqualTo(names);
    for (int i = 0; i < scores.size(); i++) {
      assertThat(found.segments().get(i).score()).isCloseTo(scores.get(i), within(2e-4));
    }
    BufferedImage ids =
        ImageIO.read(folder(family).resolve(wanted.get("name").asText() + "-ids.png").toFile());
    int different = 0;
    for (int y = 0; y < ids.getHeight(); y++) {
      for (int x = 0; x < ids.getWidth(); x++) {
        int id = ids.getRaster().getSample(x, y, 0);
        different += found.map().idAt(x, y) == idOf.getOrDefault(id, 0) ? 0 : 1;
      }
    }
    // Where two masks are equal to the sixth digit, either may win.
    assertThat(different).as("pixels of %s", wanted.get("name").asText()).isLessThanOrEqualTo(3);
  }

  private static List<String> labels(PanopticFamily family) {
    return List.copyOf(
        ModelFolder.open(folder(family).toString(), "--model")
            .config("config.json")
            .textsByKey("id2label")
            .values());
  }

  private static JsonNode cases(PanopticFamily family) throws IOException {
    return new ObjectMapper()
        .readTree(folder(family).resolve("expected.json").toFile())
        .get("cases");
  }

  private static RgbImage picture(JsonNode wanted) throws IOException {
    Path file = resource("parity/" + wanted.get("name").asText() + ".png");
    return SegmentPictures.rgb(ImageIO.read(file.toFile()));
  }

  private static Path folder(PanopticFamily family) {
    return resource("parity/" + family.name().toLowerCase(Locale.ROOT));
  }

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(SegmentationParityTest.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String sha256(float[] values) throws NoSuchAlgorithmException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
  }
}
