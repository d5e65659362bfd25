package dev.pancap.eval.gcg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.golden.Golden;
import dev.pancap.eval.phrase.LexicalSimilarity;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.RunLengths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against GLaMM's functions and COCOeval. */
class GcgTest {
  private static final JsonNode GOLDEN = Golden.json(GcgTest.class, "gcg.json");

  @TempDir Path folder;

  private static List<RunLengths> masks(JsonNode image, String side) {
    List<RunLengths> masks = new ArrayList<>();
    for (JsonNode counts : image.get(side + "_rles")) {
      masks.add(
          CompressedRunLengths.decode(
              counts.asText(),
              image.get("size").get(1).intValue(),
              image.get("size").get(0).intValue()));
    }
    return masks;
  }

  @Test
  void pairsMasksAsGlamm() {
    long hits = 0;
    long labels = 0;
    double sum = 0;
    for (JsonNode image : GOLDEN.get("images")) {
      List<RunLengths> truth = masks(image, "gt");
      List<RunLengths> predicted = masks(image, "pred");
      double miou = GcgMatcher.meanIou(truth, predicted);
      assertThat(miou)
          .as("image %s %s", image.get("image_id"), image.get("note"))
          .isCloseTo(image.get("miou").doubleValue(), within(1e-12));
      sum += miou;
      double[][] similarities = new double[truth.size()][predicted.size()];
      for (int g = 0; g < truth.size(); g++) {
        for (int p = 0; p < predicted.size(); p++) {
          similarities[g][p] = image.get("text_sim").get(g).get(p).doubleValue();
        }
      }
      List<List<Integer>> expected = new ArrayList<>();
      image
          .get("matches_gt_pred")
          .forEach(pair -> expected.add(List.of(pair.get(0).intValue(), pair.get(1).intValue())));
      assertThat(GcgMatcher.matches(truth, predicted, similarities))
          .as("image %s %s", image.get("image_id"), image.get("note"))
          .extracting(pair -> List.of(pair[0], pair[1]))
          .containsExactlyInAnyOrderElementsOf(expected);
      hits += expected.size();
      labels += truth.size();
    }
    assertThat(sum / GOLDEN.get("images").size())
        .isCloseTo(GOLDEN.get("mean_miou").doubleValue(), within(1e-12));
    assertThat((double) hits / labels).isEqualTo(GOLDEN.get("recall").doubleValue());
  }

  @Test
  void givesCocoEvalsTwelveFigures() throws IOException {
    writeCoco();
    JsonNode result =
        new GcgEvaluation(
                new GcgEvaluation.Inputs(
                    folder.resolve("gt.json"),
                    null,
                    folder.resolve("dt.json"),
                    GcgEvaluation.Shape.MASKS),
                new LexicalSimilarity())
            .run()
            .json();

    for (Map.Entry<String, JsonNode> figure : GOLDEN.get("coco_stats").properties()) {
      assertThat(result.get(figure.getKey()).doubleValue())
          .as(figure.getKey())
          .isCloseTo(figure.getValue().doubleValue(), within(1e-12));
    }
    assertThat(result.get("miou").doubleValue())
        .isCloseTo(GOLDEN.get("mean_miou").doubleValue(), within(1e-12));
  }

  @Test
  void readsGlammsFolderOfAnswers() throws IOException {
    writeCoco();
    Path answers = Files.createDirectory(folder.resolve("answers"));
    for (JsonNode image : GOLDEN.get("images")) {
      ObjectNode answer = new ObjectMapper().createObjectNode();
      answer.set("image_id", image.get("image_id"));
      ArrayNode phrases = answer.putArray("phrases");
      ArrayNode masks = answer.putArray("pred_masks");
      for (JsonNode counts : image.get("pred_rles")) {
        phrases.add("thing");
        masks.addObject().<ObjectNode>set("size", image.get("size")).set("counts", counts);
      }
      Files.writeString(answers.resolve(image.get("image_id") + ".json"), answer.toString());
    }
    Files.writeString(answers.resolve("x.json"), "{\"image_id\": 9999, \"pred_masks\": []}");

    JsonNode result =
        new GcgEvaluation(
                new GcgEvaluation.Inputs(
                    folder.resolve("gt.json"),
                    folder.resolve("captions.json"),
                    answers,
                    GcgEvaluation.Shape.MASKS),
                new LexicalSimilarity())
            .run()
            .json();

    assertThat(result.get("AP50").doubleValue())
        .isCloseTo(GOLDEN.at("/coco_stats/AP50").doubleValue(), within(1e-12));
    assertThat(result.get("actual_positives").longValue())
        .isEqualTo(GOLDEN.get("actual_positives").longValue());
    assertThat(result.get("text_similarity").asText()).isEqualTo("lexical");
    assertThat(result.get("problems")).hasSize(1);
  }

  private void writeCoco() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode truth = mapper.createObjectNode();
    truth.putArray("categories").addObject().put("id", 1);
    ArrayNode images = truth.putArray("images");
    ArrayNode annotations = truth.putArray("annotations");
    ArrayNode results = mapper.createArrayNode();
    ObjectNode captions = mapper.createObjectNode();
    ArrayNode captioned = captions.putArray("annotations");
    for (JsonNode image : GOLDEN.get("images")) {
      images
          .addObject()
          .put("height", image.get("size").get(0).intValue())
          .put("width", image.get("size").get(1).intValue())
          .set("id", image.get("image_id"));
      ArrayNode labels =
          captioned
              .addObject()
              .<ObjectNode>set("image_id", image.get("image_id"))
              .putArray("labels");
      List<RunLengths> masks = masks(image, "gt");
      for (int g = 0; g < masks.size(); g++) {
        labels.add("thing");
        ObjectNode annotation = annotations.addObject();
        annotation
            .put("id", annotations.size())
            .put("category_id", 1)
            .put("iscrowd", 0)
            .put("area", masks.get(g).areaPixels())
            .set("image_id", image.get("image_id"));
        annotation
            .putObject("segmentation")
            .<ObjectNode>set("size", image.get("size"))
            .set("counts", image.get("gt_rles").get(g));
      }
      for (JsonNode counts : image.get("pred_rles")) {
        ObjectNode result = results.addObject();
        result.put("category_id", 1).put("score", 1.0).set("image_id", image.get("image_id"));
        result
            .putObject("segmentation")
            .<ObjectNode>set("size", image.get("size"))
            .set("counts", counts);
      }
    }
    Files.writeString(folder.resolve("gt.json"), truth.toString());
    Files.writeString(folder.resolve("dt.json"), results.toString());
    Files.writeString(folder.resolve("captions.json"), captions.toString());
  }

  /** The figures are those of pycocotools 2.0.11. */
  @Test
  void whereTheFirstResultHasABoxAreasAreThoseOfBoxes() throws IOException {
    String truth =
        "{'images':[{'id':1,'width':100,'height':100}],'categories':[{'id':1}],"
            + "'annotations':[{'id':1,'image_id':1,'category_id':1,'iscrowd':0,'area':1600,"
            + "'bbox':[0,0,40,40],'segmentation':[[0,0,40,0,40,40,0,40]]}]}";
    String found =
        "{'image_id':1,'category_id':1,'score':0.5%s," + "'segmentation':[[0,0,40,0,40,40,0,40]]}";
    String small =
        "{'image_id':1,'category_id':1,'score':0.9%s,"
            + "'segmentation':[[60,60,62,60,62,62,60,62]]}";
    String masks = "[" + found.formatted("") + "," + small.formatted("") + "]";
    String boxes =
        "[%s,%s]"
            .formatted(
                found.formatted(",'bbox':[0,0,40,40]"), small.formatted(",'bbox':[50,50,50,50]"));

    assertThat(figure(truth, masks, GcgEvaluation.Shape.MASKS)).isCloseTo(1, within(1e-12));
    assertThat(figure(truth, boxes, GcgEvaluation.Shape.MASKS)).isCloseTo(0.5, within(1e-12));
    assertThat(figure(truth, boxes, GcgEvaluation.Shape.BOXES)).isCloseTo(0.5, within(1e-12));
    assertThat(figure(truth, masks, GcgEvaluation.Shape.BOXES)).isCloseTo(1, within(1e-12));
    assertThatThrownBy(
            () -> figure(truth.replace(",40,40],", ",40],"), boxes, GcgEvaluation.Shape.BOXES))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("annotations[0]: 'bbox' must be [x, y, width, height]");
  }

  /** AP of objects of 32 x 32 to 96 x 96 pixels. */
  private double figure(String truth, String results, GcgEvaluation.Shape shape)
      throws IOException {
    Files.writeString(folder.resolve("gt.json"), truth.replace('\'', '"'));
    Files.writeString(folder.resolve("dt.json"), results.replace('\'', '"'));
    return new GcgEvaluation(
            new GcgEvaluation.Inputs(
                folder.resolve("gt.json"), null, folder.resolve("dt.json"), shape),
            new LexicalSimilarity())
        .run()
        .json()
        .get("AP_medium")
        .doubleValue();
  }

  @Test
  void aBrokenMaskNamesFileRecordAndField() throws IOException {
    Files.writeString(
        folder.resolve("gt.json"),
        "{\"images\":[{\"id\":1,\"width\":2,\"height\":2}],\"categories\":[{\"id\":1}],"
            + "\"annotations\":[{\"id\":1,\"image_id\":1,\"category_id\":1,\"area\":1,"
            + "\"segmentation\":{\"size\":[2,2],\"counts\":[1,2]}}]}");

    assertThatThrownBy(
            () ->
                new GcgEvaluation(
                        new GcgEvaluation.Inputs(
                            folder.resolve("gt.json"),
                            null,
                            folder.resolve("gt.json"),
                            GcgEvaluation.Shape.MASKS),
                        new LexicalSimilarity())
                    .run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gt.json, annotations[0]: 'segmentation' must be a mask, but");
  }
}
