package dev.pancap.eval.vbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VBenchTest {
  private static final double EPSILON = 1e-14;

  @TempDir Path folder;

  @Test
  void givesTheOriginalsScores() {
    JsonNode cases = Golden.json(VBenchTest.class, "final_score.json").get("cases");
    assertThat(cases).hasSize(12);
    for (JsonNode golden : cases) {
      Map<String, Double> raw = new TreeMap<>();
      golden.get("raw").properties().forEach(r -> raw.put(r.getKey(), r.getValue().doubleValue()));

      JsonNode scores = VBench.scores(raw, VBench.Suite.TEXT_TO_VIDEO).json();

      for (String part : new String[] {"quality", "semantic", "total"}) {
        assertThat(scores.get(part).doubleValue())
            .isCloseTo(golden.get(part).doubleValue(), within(EPSILON));
      }
      for (Map.Entry<String, JsonNode> row : golden.get("weighted_normalized").properties()) {
        assertThat(scores.get("weighted_normalized").get(row.getKey()).doubleValue())
            .as(row.getKey())
            .isCloseTo(row.getValue().doubleValue(), within(EPSILON));
      }
    }
  }

  @Test
  void imageToVideoUsesTheConstantsOfTheOriginal() {
    JsonNode constants = Golden.json(VBenchTest.class, "final_score.json").get("i2v");
    Map<String, Double> raw = new TreeMap<>();
    double expectedQuality = 0;
    double expectedI2v = 0;
    for (String dimension :
        constants.get("normalize").properties().stream().map(Map.Entry::getKey).toList()) {
      raw.put(dimension.toLowerCase(java.util.Locale.ROOT), 0.9);
      JsonNode range = constants.get("normalize").get(dimension);
      double least = range.get("Min").doubleValue();
      double weight = constants.get("weights").get(dimension).doubleValue();
      double value = weight * (0.9 - least) / (range.get("Max").doubleValue() - least);
      if (dimension.startsWith("Video-")) {
        expectedI2v += value / 2.1;
      } else {
        expectedQuality += value / 5.5;
      }
    }

    JsonNode scores = VBench.scores(raw, VBench.Suite.IMAGE_TO_VIDEO).json();

    assertThat(scores.get("quality").doubleValue()).isCloseTo(expectedQuality, within(EPSILON));
    assertThat(scores.get("i2v").doubleValue()).isCloseTo(expectedI2v, within(EPSILON));
    assertThat(scores.get("total").doubleValue())
        .isCloseTo((expectedQuality + expectedI2v) / 2, within(EPSILON));
  }

  @Test
  void readsResultFilesAndNamesWhatTheyLack() throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, "{\"subject_consistency\": [1.0, []], \"scene\": 0.8222}");

    JsonNode scores = VBench.evaluate(file, VBench.Suite.TEXT_TO_VIDEO).json();

    assertThat(scores.get("weighted_normalized").get("scene").doubleValue()).isEqualTo(1);
    assertThat(scores.get("missing")).hasSize(14);
  }

  @Test
  void aScoreThatIsNotANumberNamesItsDimension() throws IOException {
    Path file = folder.resolve("results.json");
    Files.writeString(file, "{\"scene\": [NaN, []]}");

    assertThatThrownBy(() -> VBench.evaluate(file, VBench.Suite.TEXT_TO_VIDEO))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "results.json: 'scene' must be a number, or a list that begins with one");
  }
}
