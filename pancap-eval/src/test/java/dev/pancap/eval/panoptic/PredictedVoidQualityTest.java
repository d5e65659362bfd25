package dev.pancap.eval.panoptic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.eval.golden.Golden;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Against torchmetrics 1.9.0, which computes in single precision. */
class PredictedVoidQualityTest {
  private static final JsonNode GOLDEN =
      Golden.json(PredictedVoidQualityTest.class, "torchmetrics.json");

  @Test
  void givesTheFiguresOfTorchmetricsTests() {
    assertThat(GOLDEN.get("cases")).isNotEmpty();
    GOLDEN.get("cases").forEach(PredictedVoidQualityTest::check);
  }

  @Test
  void givesTorchmetricsFiguresOfRandomMaps() {
    assertThat(GOLDEN.get("random")).hasSize(60);
    GOLDEN.get("random").forEach(PredictedVoidQualityTest::check);
  }

  private static void check(JsonNode golden) {
    JsonNode expected = golden.get("recomputed");
    Map<Integer, ClassSums> sums =
        quality(golden, PredictedVoidQuality.Stuff.MATCHED)
            .compare(pixels(golden.get("target")), pixels(golden.get("preds")));
    for (int i = 0; i < expected.get("class_order").size(); i++) {
      ClassSums found =
          sums.getOrDefault(expected.get("class_order").get(i).intValue(), ClassSums.ZERO);
      JsonNode row = expected.get("per_class_pq_sq_rq").get(i);
      assertThat(found.panopticQuality()).isCloseTo(row.get(0).doubleValue(), within(1e-6));
      assertThat(found.segmentationQuality()).isCloseTo(row.get(1).doubleValue(), within(1e-6));
      assertThat(found.recognitionQuality()).isCloseTo(row.get(2).doubleValue(), within(1e-6));
    }
    assertMean(mean(sums), expected.get("pq"));
    Map<Integer, ClassSums> modified =
        quality(golden, PredictedVoidQuality.Stuff.ALL_OVERLAPS)
            .compare(pixels(golden.get("target")), pixels(golden.get("preds")));
    assertMean(mean(modified), expected.get("modified_pq"));
  }

  /** A mean over no class is NaN, which the file writes as a text. */
  private static void assertMean(double mean, JsonNode expected) {
    if (expected.isNumber()) {
      assertThat(mean).isCloseTo(expected.doubleValue(), within(1e-6));
    } else {
      assertThat(mean).isNaN();
    }
  }

  private static double mean(Map<Integer, ClassSums> sums) {
    return sums.values().stream()
        .filter(sum -> !sum.isEmpty())
        .mapToDouble(ClassSums::panopticQuality)
        .average()
        .orElse(Double.NaN);
  }

  private static PredictedVoidQuality quality(JsonNode golden, PredictedVoidQuality.Stuff rule) {
    return new PredictedVoidQuality(ids(golden.get("things")), ids(golden.get("stuffs")), rule);
  }

  private static Set<Integer> ids(JsonNode list) {
    Set<Integer> ids = new HashSet<>();
    list.forEach(id -> ids.add(id.intValue()));
    return ids;
  }

  private static int[][] pixels(JsonNode rows) {
    List<int[]> pixels = new ArrayList<>();
    for (JsonNode row : rows) {
      row.forEach(p -> pixels.add(new int[] {p.get(0).intValue(), p.get(1).intValue()}));
    }
    return pixels.toArray(new int[0][]);
  }
}
