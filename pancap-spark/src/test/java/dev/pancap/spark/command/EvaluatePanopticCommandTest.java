package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.spark.PancapCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatePanopticCommandTest {
  private static final String CATEGORIES =
      "'categories':[{'id':1,'name':'cat','isthing':1},{'id':2,'name':'sky','isthing':0}]";
  private static final String SEGMENTS =
      "'segments_info':[{'id':1,'category_id':1,'iscrowd':0,'area':2},"
          + "{'id':2,'category_id':2,'iscrowd':0,'area':2}]";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeTwoImagesOfWhichOneIsPredicted() throws IOException {
    for (String side : new String[] {"gt", "pred"}) {
      Files.createDirectories(folder.resolve(side));
      Files.write(
          folder.resolve(side + "/7.png"),
          PanopticPng.encode(LabelMap.of(2, 2, new int[] {1, 1, 2, 2})));
    }
    write("gt.json", "{'annotations':[%s,%s],%s}".formatted(entry(7), entry(8), CATEGORIES));
    write("pred.json", "{'annotations':[%s]}".formatted(entry(7)));
  }

  private static String entry(int imageId) {
    return "{'image_id':%d,'file_name':'7.png',%s}".formatted(imageId, SEGMENTS);
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  private int evaluate(String... more) {
    String[] args = {
      "evaluate", "panoptic",
      "--truth", folder.resolve("gt.json").toString(),
      "--truth-masks", folder.resolve("gt").toString(),
      "--predictions", folder.resolve("pred.json").toString(),
      "--prediction-masks", folder.resolve("pred").toString(),
      "--out", folder.resolve("out/pq.json").toString()
    };
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return PancapCommand.run(new PrintWriter(out), new PrintWriter(err), all);
  }

  @Test
  void reportsTheImageThatHasNoPredictionAndGoesOn() throws IOException {
    assertThat(evaluate("--per-image", folder.resolve("images.jsonl").toString())).isZero();

    JsonNode result = new ObjectMapper().readTree(folder.resolve("out/pq.json").toFile());
    assertThat(result.at("/all/pq").doubleValue()).isEqualTo(1);
    assertThat(result.at("/all/n").intValue()).isEqualTo(2);
    assertThat(result.at("/things/sq").doubleValue()).isEqualTo(1);
    assertThat(result.at("/stuff/rq").doubleValue()).isEqualTo(1);
    assertThat(result.at("/per_class/1/tp").intValue()).isEqualTo(1);
    assertThat(result.at("/per_class/1/iou").doubleValue()).isEqualTo(1);
    assertThat(result.at("/problems/0/image_id").asText()).isEqualTo("8");
    assertThat(out.toString()).contains("1 cat", "Things  100.0");
    assertThat(err.toString())
        .contains("pred.json has no prediction for image 8 (PREDICTION_MISSING)")
        .contains("1 of 2 images were left out");
    assertThat(Files.readString(folder.resolve("images.jsonl")))
        .isEqualTo(
            "{\"image_id\":\"7\",\"per_class\":{"
                + "\"1\":{\"iou\":1.0,\"tp\":1,\"fp\":0,\"fn\":0},"
                + "\"2\":{\"iou\":1.0,\"tp\":1,\"fp\":0,\"fn\":0}}}\n");
  }

  @Test
  void strictStopsWithTheOriginalsKindOfError() {
    assertThat(evaluate("--strict")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("pancap: Exception, as panopticapi would end:")
        .contains("pred.json has no prediction for image 8");
  }

  @Test
  void mergesTheClassesIfAsked() throws IOException {
    assertThat(evaluate("--class-agnostic")).isZero();

    JsonNode result = new ObjectMapper().readTree(folder.resolve("out/pq.json").toFile());
    assertThat(result.at("/per_class/1/tp").intValue()).isEqualTo(2);
    assertThat(result.at("/all/n").intValue()).isEqualTo(1);
    assertThat(result.at("/things/pq").isNull()).isTrue();
  }
}
