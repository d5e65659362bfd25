package dev.pancap.eval.referring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.golden.Golden;
import dev.pancap.eval.work.WorkOnThreads;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferringSegmentationTest {
  private static final JsonNode GOLDEN =
      Golden.json(ReferringSegmentationTest.class, "lisa_giou_ciou.json");
  private static final ReferringSegmentation METRIC =
      new ReferringSegmentation(new LimitsConfig(1 << 24, 1 << 24, 1000), new WorkOnThreads(2));

  @TempDir Path folder;

  private static int[] values(JsonNode packed) {
    byte[] bytes = Golden.bytes(packed);
    int[] values = new int[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] & 0xFF;
    }
    return values;
  }

  @Test
  void givesLisasFigures() {
    ReferringState state = ReferringState.EMPTY;
    for (JsonNode image : GOLDEN.get("images")) {
      for (JsonNode expression : image.get("expressions")) {
        ReferringState one =
            ReferringMasks.compare(values(expression.get("gt")), values(expression.get("pred")));
        assertThat(one.intersections())
            .as(expression.get("note").asText())
            .isEqualTo(expression.get("intersection").longValue());
        assertThat(one.unions())
            .as(expression.get("note").asText())
            .isEqualTo(expression.get("union").longValue());
        state = state.plus(one);
      }
    }
    JsonNode exact = GOLDEN.get("exact");
    assertThat(state.expressions()).isEqualTo(GOLDEN.get("expressions").longValue());
    assertThat(state.giou()).isCloseTo(exact.get("giou").doubleValue(), within(1e-14));
    assertThat(state.ciou()).isEqualTo(exact.get("ciou").doubleValue());
    JsonNode reference = GOLDEN.get("expected_reference");
    assertThat(state.giou()).isCloseTo(reference.get("giou").doubleValue(), within(1e-6));
    assertThat(state.ciou()).isCloseTo(reference.get("ciou").doubleValue(), within(1e-6));
  }

  @Test
  void readsFoldersOfGreyMasks() throws IOException {
    Files.createDirectories(folder.resolve("gt"));
    Files.createDirectories(folder.resolve("pred"));
    int number = 0;
    for (JsonNode image : GOLDEN.get("images")) {
      for (JsonNode expression : image.get("expressions")) {
        String name = "%04d.png".formatted(number++);
        write("gt/" + name, image, values(expression.get("gt")));
        write("pred/" + name, image, values(expression.get("pred")));
      }
    }
    JsonNode result = METRIC.evaluate(folder.resolve("gt"), folder.resolve("pred")).json();

    assertThat(result.get("ciou").doubleValue()).isEqualTo(GOLDEN.at("/exact/ciou").doubleValue());
    assertThat(result.get("expressions").intValue()).isEqualTo(128);
  }

  /** In an RGB file whose green and blue are 0 the id is the red value. */
  private void write(String name, JsonNode image, int[] values) throws IOException {
    Files.write(
        folder.resolve(name),
        PanopticPng.encode(
            LabelMap.of(image.get("w").intValue(), image.get("h").intValue(), values)));
  }

  @Test
  void readsJsonAndAddsUpOverlappingParts() throws IOException {
    Path truth = folder.resolve("truth.jsonl");
    Path predictions = folder.resolve("predictions.json");
    // Column-major runs of a picture of 2 x 2: the left column, and the top left pixel again.
    Files.writeString(
        truth,
        "{\"id\": 1, \"segmentation\": [{\"size\": [2, 2], \"counts\": [0, 2, 2]},"
            + "{\"size\": [2, 2], \"counts\": [0, 1, 3]}]}\n");
    Files.writeString(
        predictions, "[{\"id\": 1, \"segmentation\": {\"size\": [2, 2], \"counts\": [0, 2, 2]}}]");

    JsonNode result = METRIC.evaluate(truth, predictions).json();

    assertThat(result.get("sum_intersection").intValue()).isEqualTo(1);
    assertThat(result.get("sum_union").intValue()).isEqualTo(2);
  }

  @Test
  void aMaskOfAnotherSizeNamesFileRecordAndField() throws IOException {
    Path truth = folder.resolve("truth.jsonl");
    Path predictions = folder.resolve("predictions.jsonl");
    Files.writeString(
        truth, "{\"id\": 1, \"segmentation\": {\"size\": [2, 3], \"counts\": [6]}}\n");
    Files.writeString(
        predictions, "{\"id\": 1, \"segmentation\": {\"size\": [2, 2], \"counts\": [4]}}\n");

    assertThatThrownBy(() -> METRIC.evaluate(truth, predictions))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "truth.jsonl, line 1: 'segmentation' must be of the image's size, [2, 2] (height,"
                + " width), not [2,3]");
  }
}
