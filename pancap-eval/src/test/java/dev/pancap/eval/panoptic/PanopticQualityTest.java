package dev.pancap.eval.panoptic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.panoptic.LabelMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class PanopticQualityTest {
  private static final JsonNode FUZZ = fuzz();

  private static JsonNode fuzz() {
    try {
      return new ObjectMapper().readTree(PanopticEvaluationTest.resource("fuzz100.json").toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void randomImagesGiveTheOriginalsSumsBitForBit() throws IOException {
    List<EvaluatedCategory> categories = new ArrayList<>();
    for (JsonNode category : FUZZ.get("categories")) {
      categories.add(
          new EvaluatedCategory(
              category.get("id").intValue(), "", category.get("isthing").intValue() == 1));
    }
    PanopticQuality quality =
        new PanopticQuality(
            ClassGrouping.of(ClassGrouping.Rule.BY_CATEGORY, categories),
            Rigor.STOP_AS_PANOPTICAPI);
    int number = 0;
    for (JsonNode image : FUZZ.get("images")) {
      PanopticQualityState state =
          PanopticQualityState.of(
              quality.compare(
                  side(image, "gt", "gt_segments"),
                  side(image, "pred", "pred_segments"),
                  "image " + number));
      Map<Integer, ClassSums> expected = new TreeMap<>();
      for (Map.Entry<String, JsonNode> row : image.get("stats").properties()) {
        expected.put(Integer.parseInt(row.getKey()), GoldenSums.of(row.getValue()));
      }
      assertThat(state.byCategory()).as("image %d", number++).isEqualTo(expected);
    }
    assertThat(number).isEqualTo(100);
  }

  @Test
  void masksWithMorePairsThanTheTableFirstHoldsAreCounted() {
    int side = 100;
    int[] ids = new int[side * side];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i + 1;
    }
    OverlapTable overlaps =
        OverlapTable.of(LabelMap.of(side, side, ids), LabelMap.of(side, side, ids));

    assertThat(overlaps.size()).isEqualTo(side * side);
    assertThat(overlaps.pixelsOf(9_999, 9_999)).isEqualTo(1);
    assertThat(overlaps.pixelsOf(9_999, 9_998)).isZero();
  }

  @Test
  void aMaskOfOneRowIsRepeatedAsNumpyDoesOnlyIfStrict() {
    LabelMap truth = LabelMap.of(2, 3, new int[] {1, 1, 1, 1, 1, 1});
    LabelMap prediction = LabelMap.of(2, 1, new int[] {1, 1});
    EvaluatedSegments trueSegments =
        EvaluatedSegments.of(List.of(new EvaluatedSegments.Row(1, 1, false, 6)));
    EvaluatedSegments predicted =
        EvaluatedSegments.of(List.of(new EvaluatedSegments.Row(1, 1, false, Double.NaN)));
    ClassGrouping grouping =
        ClassGrouping.of(
            ClassGrouping.Rule.BY_CATEGORY, List.of(new EvaluatedCategory(1, "a", true)));
    PanopticQuality.Side left = new PanopticQuality.Side(truth, trueSegments);
    PanopticQuality.Side right = new PanopticQuality.Side(prediction, predicted);

    assertThat(
            new PanopticQuality(grouping, Rigor.STOP_AS_PANOPTICAPI)
                .compare(left, right, "image 7")
                .matches())
        .containsExactly(new ImageQuality.Match(1, 3.0));
    assertThatThrownBy(
            () ->
                new PanopticQuality(grouping, Rigor.REPORT_AND_GO_ON)
                    .compare(left, right, "image 7"))
        .isInstanceOf(PanopticFault.class)
        .hasMessage(
            "image 7: the true mask is 2 x 3 pixels (width x height), the predicted one 2 x 1");
  }

  private static PanopticQuality.Side side(JsonNode image, String map, String segments)
      throws IOException {
    int width = image.get("w").intValue();
    int height = image.get("h").intValue();
    byte[] bytes =
        new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(image.get(map).asText())))
            .readAllBytes();
    int[] ids = new int[width * height];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ids);
    List<EvaluatedSegments.Row> rows = new ArrayList<>();
    for (JsonNode segment : image.get(segments)) {
      rows.add(
          new EvaluatedSegments.Row(
              segment.get("id").intValue(),
              segment.get("category_id").intValue(),
              segment.path("iscrowd").asInt() == 1,
              segment.path("area").asDouble(Double.NaN)));
    }
    return new PanopticQuality.Side(LabelMap.wrap(width, height, ids), EvaluatedSegments.of(rows));
  }
}
