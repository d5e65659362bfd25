package dev.pancap.eval.fid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The graph of {@code tiny} is a convolution of 3 to 4 channels (kernel 3 x 3, stride 2, weight
 * number i being (7 i mod 17 - 8) / 8), ReLU and the mean over the plane, on pictures of 9 x 9.
 */
class OnnxFeaturesTest {
  private static final long SEED = 20261123;
  private static final Path TINY = Path.of("src/test/resources/dev/pancap/eval/fid/tiny");
  private static final double[] BIAS = {0.5, -0.25, 0.125, 0};
  private static final int EDGE = 9;
  private static final LimitsConfig LIMITS = new LimitsConfig(1 << 20, 1 << 20, 100);

  @TempDir private Path folder;

  @Test
  void featuresAreThoseOfAConvolutionByHand() throws IOException {
    Random random = new Random(SEED);
    FeatureState wanted = new FeatureState(4);
    for (int i = 0; i < 30; i++) {
      int[] rgb = random.ints(EDGE * EDGE, 0, 1 << 24).toArray();
      Files.write(folder.resolve(i + ".png"), picture(rgb));
      wanted.add(feature(rgb));
    }
    Files.writeString(folder.resolve("bad.jpg"), "no picture");
    List<String> bad = new ArrayList<>();

    Gaussian found;
    try (OnnxFeatures features = OnnxFeatures.open(TINY)) {
      found = features.ofPictures(folder, LIMITS, bad);
      assertThat(features.description()).isEqualTo("tiny, 9 x 9, BICUBIC");
    }

    Gaussian expected = wanted.toGaussian();
    assertThat(found.samples()).isEqualTo(30);
    for (int i = 0; i < 4; i++) {
      assertThat(found.mean()[i]).as("seed %d", SEED).isCloseTo(expected.mean()[i], within(1e-6));
      for (int j = 0; j < 4; j++) {
        assertThat(found.covariance().get(i, j))
            .isCloseTo(expected.covariance().get(i, j), within(1e-6));
      }
    }
    assertThat(found.frechetDistance(expected)).isCloseTo(0, within(1e-6));
    assertThat(bad).singleElement().asString().contains("bad.jpg: ", "neither a JPEG nor a PNG");
  }

  @Test
  void aFolderWithoutPicturesSaysSo() {
    try (OnnxFeatures features = OnnxFeatures.open(TINY)) {
      assertThatThrownBy(() -> features.ofPictures(folder, LIMITS, new ArrayList<>()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("holds too few pictures (.jpg, .jpeg, .png)");
    }
  }

  @Test
  void aFolderWithoutAGraphSaysSo() {
    assertThatThrownBy(() -> OnnxFeatures.open(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.onnx is missing");
  }

  /** A PNG whose red, green and blue are the low, middle and high byte. */
  private static byte[] picture(int[] rgb) {
    return PanopticPng.encode(LabelMap.of(EDGE, EDGE, rgb));
  }

  private static double[] feature(int[] rgb) {
    double[] feature = new double[4];
    int places = (EDGE - 3) / 2 + 1;
    for (int channel = 0; channel < 4; channel++) {
      for (int y = 0; y < places; y++) {
        for (int x = 0; x < places; x++) {
          feature[channel] +=
              Math.max(0, BIAS[channel] + product(rgb, channel, 2 * x, 2 * y)) / (places * places);
        }
      }
    }
    return feature;
  }

  private static double product(int[] rgb, int channel, int left, int top) {
    double sum = 0;
    for (int plane = 0; plane < 3; plane++) {
      for (int dy = 0; dy < 3; dy++) {
        for (int dx = 0; dx < 3; dx++) {
          int weight = ((channel * 3 + plane) * 3 + dy) * 3 + dx;
          int sample = rgb[(top + dy) * EDGE + left + dx] >> 8 * plane & 0xFF;
          sum += (7 * weight % 17 - 8) / 8.0 * (sample / 127.5 - 1);
        }
      }
    }
    return sum;
  }
}
