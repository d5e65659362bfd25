package dev.pancap.features;

import static dev.pancap.onnx.OnnxGraphWriter.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pancap.config.ConfigException;
import dev.pancap.features.FeaturesConfig.Precision;
import dev.pancap.image.RgbImage;
import dev.pancap.onnx.OnnxGraphWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisionTowerTest {
  @Test
  void theTinyModelGivesOneSquareOfTokens() {
    try (VisionTower tower = VisionTower.open(trained(), config(false))) {
      PictureFeatures features = tower.look(quarters(100, 60));

      assertThat(features.whole()).isSameAs(features.fine());
      assertThat(features.fine().columns()).isEqualTo(4);
      assertThat(features.fine().rows()).isEqualTo(4);
      assertThat(features.fine().dimension()).isEqualTo(64);
      assertThat(tower.name()).isEqualTo("trained");
      assertThat(tower.fingerprint()).hasSize(64);
    }
  }

  @Test
  void tilesAreJoinedWhereTheyLie() {
    RgbImage picture = quarters(256, 128);
    try (VisionTower split = VisionTower.open(trained(), config(true));
        VisionTower unsplit = VisionTower.open(trained(), config(false))) {
      FeatureGrid fine = split.look(picture).fine();
      // The longer side is 256, four tiles of 64 across; what lies in the third of the second row
      // is what the tower sees in that part alone.
      FeatureGrid part = unsplit.look(picture.crop(128, 64, 64, 64)).whole();

      assertThat(fine.columns()).isEqualTo(16);
      assertThat(fine.rows()).isEqualTo(8);
      for (int row = 0; row < 4; row++) {
        int from = ((4 + row) * 16 + 8) * 64;
        float[] joined = Arrays.copyOfRange(fine.values(), from, from + 4 * 64);
        float[] alone = Arrays.copyOfRange(part.values(), row * 4 * 64, (row + 1) * 4 * 64);
        assertThat(joined).usingComparatorWithPrecision(1e-4f).containsExactly(alone);
      }
    }
  }

  @Test
  void aClipGraphsClassTokenIsLeftOut(@TempDir Path folder) throws IOException {
    writeClip(folder);
    try (VisionTower tower = VisionTower.open(folder.toString(), config(false))) {
      FeatureGrid grid = tower.look(quarters(64, 64)).fine();

      assertThat(grid.columns()).isEqualTo(2);
      assertThat(grid.dimension()).isEqualTo(3);
      // Black, red, green, blue quarters, as the cells' mean colours.
      float[] wanted = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
      for (int i = 0; i < wanted.length; i++) {
        assertThat(grid.values()[i]).as("number %d", i).isCloseTo(wanted[i], within(0.05f));
      }
    }
  }

  @Test
  void aFolderWithoutAVisionGraphIsOneSentence(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("preprocessor_config.json"), "{}");

    assertThatThrownBy(() -> VisionTower.open(folder.toString(), config(false)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("vision_encoder.onnx is missing; the folder has no variant of it");
  }

  /** Cells of 8 x 8 pixels with their mean colour, and a token of fives before them. */
  private static void writeClip(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"crop_size": {"height": 16, "width": 16}, "size": {"shortest_edge": 16}, "resample": 3,
         "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}
        """);
    OnnxGraphWriter graph = new OnnxGraphWriter();
    graph.input("pixel_values", FLOAT, "batch", 3, "height", "width");
    int[] cell = {8, 8};
    String means =
        graph.op("AveragePool", Map.of("kernel_shape", cell, "strides", cell), "pixel_values");
    String vectors =
        graph.op(
            "Transpose",
            Map.of("perm", new int[] {0, 2, 1}),
            graph.op("Reshape", means, graph.integers(1, 3, 4)));
    String all =
        graph.op(
            "Concat", Map.of("axis", 1), graph.floats(new float[] {5, 5, 5}, 1, 1, 3), vectors);
    graph.output(all, "last_hidden_state", FLOAT, "batch", 5, 3);
    graph.write(folder.resolve("onnx/vision_model.onnx"));
  }

  private static FeaturesConfig config(boolean split) {
    return new FeaturesConfig("", split, 0, 1, Precision.FP32);
  }

  private static String trained() {
    return Path.of(
            Objects.requireNonNull(
                    VisionTowerTest.class.getResource("/dev/pancap/model/djl/trained"))
                .getPath())
        .toString();
  }

  /** Black, red, green and blue. */
  private static RgbImage quarters(int width, int height) {
    byte[] bgr = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      int quarter = (i / width < height / 2 ? 0 : 2) + (i % width < width / 2 ? 0 : 1);
      if (quarter > 0) {
        bgr[3 * i + 3 - quarter] = (byte) 0xFF;
      }
    }
    return RgbImage.wrapBgr(width, height, bgr);
  }
}
