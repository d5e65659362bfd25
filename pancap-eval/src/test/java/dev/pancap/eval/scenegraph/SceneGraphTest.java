package dev.pancap.eval.scenegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.golden.Golden;
import dev.pancap.eval.work.WorkOnThreads;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneGraphTest {
  private static final JsonNode GOLDEN = Golden.json(SceneGraphTest.class, "psg_recall.json");
  private static final List<Integer> KS = List.of(5, 10, 15, 20, 50, 100);
  private static final LimitsConfig LIMITS = new LimitsConfig(1 << 24, 1 << 24, 1000);

  @TempDir Path folder;

  private static SceneGraph graph(JsonNode image, String side, String relations) {
    JsonNode labels = image.get(side + "_labels");
    List<SceneGraph.Relation> list = new ArrayList<>();
    for (JsonNode row : image.get(relations)) {
      list.add(
          new SceneGraph.Relation(
              row.get(0).intValue(), row.get(1).intValue(), row.get(2).intValue()));
    }
    return new SceneGraph(
        LabelMap.of(
            image.get("w").intValue(),
            image.get("h").intValue(),
            Golden.ints(image.get(side + "_segment_map"))),
        IntStream.range(0, labels.size()).toArray(),
        IntStream.range(0, labels.size()).map(i -> labels.get(i).intValue()).toArray(),
        list);
  }

  @Test
  void givesOpenPsgsHitsAndRecalls() {
    SceneGraphState state = new SceneGraphState(KS, GOLDEN.get("num_predicates").intValue());
    for (JsonNode image : GOLDEN.get("images")) {
      if (image.get("expected").isNull()) {
        continue;
      }
      SceneGraph truth = graph(image, "gt", "gt_relations");
      SceneGraphHits hits =
          SceneGraphMatcher.match(truth, graph(image, "pred", "pred_relations_in_rank_order"));
      List<List<Integer>> expected = new ArrayList<>();
      for (JsonNode row : image.at("/expected/pred_to_gt")) {
        List<Integer> hit = new ArrayList<>();
        row.forEach(g -> hit.add(g.intValue()));
        expected.add(hit);
      }
      assertThat(hits.hits()).isEqualTo(expected);
      state.add(hits);
    }
    for (int i = 0; i < KS.size(); i++) {
      assertThat(state.recall(i))
          .isCloseTo(
              GOLDEN.at("/expected/sgdet_recall_R_" + KS.get(i)).doubleValue(), within(1e-14));
      assertThat(state.meanRecall(i))
          .isCloseTo(
              GOLDEN.at("/expected/sgdet_mean_recall_mR_" + KS.get(i)).doubleValue(),
              within(1e-14));
    }
  }

  @Test
  void readsOpenPsgsFilesAndStrictCountsEmptyPicturesAsZero() throws IOException {
    ObjectNode truth = new ObjectMapper().createObjectNode();
    ArrayNode data = truth.putArray("data");
    ArrayNode predictions = new ObjectMapper().createArrayNode();
    int number = 0;
    for (JsonNode image : GOLDEN.get("images")) {
      number++;
      entry(data.addObject(), image, "gt", number);
      entry(predictions.addObject(), image, "pred", number);
    }
    Path truthFile = folder.resolve("psg.json");
    Path predictionFile = folder.resolve("relation.json");
    Files.writeString(truthFile, truth.toString());
    Files.writeString(predictionFile, predictions.toString());
    SceneGraphEvaluation.Inputs inputs =
        new SceneGraphEvaluation.Inputs(truthFile, folder, predictionFile, folder);

    JsonNode loose =
        new SceneGraphEvaluation(
                inputs,
                new SceneGraphEvaluation.Options(KS, SceneGraphEvaluation.Empty.LEAVE_OUT, LIMITS),
                new WorkOnThreads(2))
            .run()
            .json();
    JsonNode strict =
        new SceneGraphEvaluation(
                inputs,
                new SceneGraphEvaluation.Options(KS, SceneGraphEvaluation.Empty.COUNT_ZERO, LIMITS),
                new WorkOnThreads(1))
            .run()
            .json();

    assertThat(loose.get("R@20").doubleValue())
        .isCloseTo(GOLDEN.at("/expected/sgdet_recall_R_20").doubleValue(), within(1e-14));
    assertThat(loose.get("mR@10").doubleValue())
        .isCloseTo(GOLDEN.at("/expected/sgdet_mean_recall_mR_10").doubleValue(), within(1e-14));
    int empty = strict.get("images_without_predictions").intValue();
    assertThat(empty).isPositive();
    assertThat(strict.get("images").intValue()).isEqualTo(loose.get("images").intValue() + empty);
    assertThat(strict.get("R@20").doubleValue())
        .isCloseTo(
            loose.get("R@20").doubleValue()
                * loose.get("images").intValue()
                / strict.get("images").intValue(),
            within(1e-14));
  }

  /** Ids in files are one higher than in the golden maps, so that 0 stays void. */
  private void entry(ObjectNode entry, JsonNode image, String side, int number) throws IOException {
    boolean isTruth = side.equals("gt");
    int[] ids = Golden.ints(image.get(side + "_segment_map"));
    IntStream.range(0, ids.length).forEach(i -> ids[i]++);
    String name = side + number + ".png";
    Files.write(
        folder.resolve(name),
        PanopticPng.encode(LabelMap.of(image.get("w").intValue(), image.get("h").intValue(), ids)));
    entry.put("image_id", number).put("pan_seg_file_name", name);
    ArrayNode segments = entry.putArray("segments_info");
    for (JsonNode label : image.get(side + "_labels")) {
      segments
          .addObject()
          .put("id", segments.size())
          .put("category_id", label.intValue() - (isTruth ? 1 : 0));
    }
    ArrayNode relations = entry.putArray("relations");
    boolean hasNone = !isTruth && image.get("skipped_no_prediction").booleanValue();
    for (JsonNode row : image.get(isTruth ? "gt_relations" : "pred_relations_in_rank_order")) {
      if (!hasNone) {
        relations
            .addArray()
            .add(row.get(0))
            .add(row.get(1))
            .add(row.get(2).intValue() - (isTruth ? 1 : 0));
      }
    }
  }

  @Test
  void aRelationToAnObjectThatIsNotThereNamesTheRecord() throws IOException {
    Files.writeString(
        folder.resolve("psg.json"),
        "{\"data\":[{\"image_id\":1,\"pan_seg_file_name\":\"1.png\","
            + "\"segments_info\":[{\"id\":1,\"category_id\":0}],\"relations\":[[0,1,0]]}]}");
    Files.writeString(folder.resolve("relation.json"), "[{\"image_id\":1,\"relations\":[]}]");
    Files.write(folder.resolve("1.png"), PanopticPng.encode(LabelMap.of(1, 1, new int[] {1})));

    assertThatThrownBy(
            () ->
                new SceneGraphEvaluation(
                        new SceneGraphEvaluation.Inputs(
                            folder.resolve("psg.json"),
                            folder,
                            folder.resolve("relation.json"),
                            folder),
                        new SceneGraphEvaluation.Options(
                            KS, SceneGraphEvaluation.Empty.LEAVE_OUT, LIMITS),
                        new WorkOnThreads(1))
                    .run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("psg.json, data[0]: 'relations' must be between objects");
  }
}
