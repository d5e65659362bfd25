package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.PancapCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics through the command line; their figures are held to the originals elsewhere. */
class EvaluateCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return PancapCommand.run(new PrintWriter(out), new PrintWriter(err), args);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text.replace('\'', '"')).toString();
  }

  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("result.json").toFile());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "panoptic",
        "pgc",
        "gcg",
        "referring",
        "geneval",
        "vqa",
        "scene-graph",
        "fid",
        "vbench"
      })
  void everyMetricTeachesWithAnExample(String metric) {
    assertThat(run("evaluate", metric, "--help")).isZero();
    assertThat(out.toString()).contains("Example:", "pancap evaluate " + metric);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fid", "gcg", "geneval", "vbench", "vqa"})
  void whatReadsAFewFilesSaysThatItHasNoSpark(String metric) {
    assertThat(CommandRun.of("evaluate", metric, "--spark").refusal())
        .startsWith("pancap: evaluate " + metric + " has no --spark")
        .contains("captions, panoptic, pgc, referring and scene-graph have it");
  }

  @Test
  void questionAnswersAreScored() throws IOException {
    String truth = write("q.jsonl", "{'question_id': 1, 'label': 'yes'}\n");
    String answers = write("a.jsonl", "{'question_id': 1, 'text': 'Yes, there is.'}\n");

    assertThat(
            run(
                "evaluate",
                "vqa",
                "--benchmark",
                "pope",
                "--truth",
                truth,
                "--predictions",
                answers,
                "--out",
                path("result.json")))
        .as(err.toString())
        .isZero();
    assertThat(result().get("accuracy").doubleValue()).isEqualTo(1);
    assertThat(out.toString()).contains("accuracy", "100.00");
  }

  @Test
  void aMissingFileIsOneLineAndExitCodeTwo() {
    assertThat(run("evaluate", "geneval", "--predictions", path("none.jsonl"))).isEqualTo(2);
    assertThat(err.toString()).startsWith("pancap: ").endsWith("none.jsonl does not exist\n");
  }

  @Test
  void referringMasksAreCompared() throws IOException {
    for (String side : new String[] {"gt", "pred"}) {
      Files.createDirectories(folder.resolve(side));
      Files.write(
          folder.resolve(side + "/1.png"),
          PanopticPng.encode(LabelMap.of(2, 1, new int[] {1, side.equals("gt") ? 0 : 1})));
    }
    assertThat(
            run(
                "evaluate",
                "referring",
                "--truth",
                path("gt"),
                "--predictions",
                path("pred"),
                "--out",
                path("result.json")))
        .as(err.toString())
        .isZero();
    assertThat(result().get("ciou").doubleValue()).isEqualTo(0.5);
  }

  @Test
  void featuresAreReadFromParquet() throws IOException {
    writeFeatures("real.parquet", 0);
    writeFeatures("made.parquet", 3);

    assertThat(
            run(
                "evaluate",
                "fid",
                "--truth",
                path("real.parquet"),
                "--predictions",
                path("made.parquet"),
                "--out",
                path("result.json")))
        .as(err.toString())
        .isZero();
    assertThat(result().get("fid").doubleValue()).isCloseTo(18, within(1e-9));
    assertThat(result().get("truth_features").intValue()).isEqualTo(4);
  }

  @Test
  void featuresAreFoundByAModel() throws IOException {
    Files.createDirectories(folder.resolve("pictures"));
    for (int i = 1; i <= 5; i++) {
      Files.write(
          folder.resolve("pictures/" + i + ".png"),
          PanopticPng.encode(LabelMap.of(9, 9, new Random(i).ints(81, 0, 1 << 24).toArray())));
    }
    Files.writeString(folder.resolve("pictures/bad.png"), "no picture");

    assertThat(
            run(
                "evaluate",
                "fid",
                "--truth",
                path("pictures"),
                "--predictions",
                path("pictures"),
                "--model",
                "../pancap-eval/src/test/resources/dev/pancap/eval/fid/tiny",
                "--out",
                path("result.json")))
        .as(err.toString())
        .isZero();
    assertThat(result().get("fid").doubleValue()).isCloseTo(0, within(1e-6));
    assertThat(result().get("truth_features").intValue()).isEqualTo(5);
    assertThat(result().get("features").asText()).isEqualTo("tiny, 9 x 9, BICUBIC");
    assertThat(err.toString()).contains("left out: ", "bad.png");
  }

  private void writeFeatures(String name, float shift) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message features { optional binary id (STRING); optional group feature (LIST) {"
                + " repeated group list { optional float element; } } }");
    SimpleGroupFactory rows = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> file =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path(name)))
            .withType(schema)
            .withConf(new Configuration())
            .build()) {
      float[][] features = {{0, 0}, {2, 0}, {0, 2}, {2, 2}};
      for (float[] feature : features) {
        Group row = rows.newGroup().append("id", "x");
        Group list = row.addGroup("feature");
        for (float value : feature) {
          list.addGroup("list").append("element", value + shift);
        }
        file.write(row);
      }
    }
  }
}
