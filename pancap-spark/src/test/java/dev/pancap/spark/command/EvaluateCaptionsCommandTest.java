package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.spark.PancapCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCaptionsCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesFiguresOfTheCorpusAndOfEachImage() throws IOException {
    Path result = folder.resolve("new/result.json");
    Path images = folder.resolve("images.jsonl");

    int exitCode =
        run(
            "--references",
            references(),
            "--candidates",
            file(
                "c.json",
                "[{\"image_id\":2,\"caption\":\"A dog runs.\"},{\"image_id\":1,\"caption\":\"Two cats sleep on a red sofa\"},{\"image_id\":9,\"caption\":\"A\"}]"),
            "--out",
            result.toString(),
            "--per-image",
            images.toString());

    assertThat(exitCode).isZero();
    JsonNode json = JSON.readTree(result.toFile());
    assertThat(json.get("images").asInt()).isEqualTo(2);
    assertThat(json.get("bad_rows").asInt()).isEqualTo(1);
    assertThat(json.get("metrics").fieldNames())
        .toIterable()
        .containsExactly(
            "bleu_1", "bleu_2", "bleu_3", "bleu_4", "rouge_l", "cider", "meteor_no_paraphrase");
    List<String> lines = Files.readAllLines(images);
    assertThat(JSON.readTree(lines.get(0)).get("image_id").asInt()).isEqualTo(1);
    assertThat(JSON.readTree(lines.get(0)).get("rouge_l").asDouble()).isEqualTo(1);
    assertThat(JSON.readTree(lines.get(1)).get("meteor_no_paraphrase").asDouble()).isLessThan(1);
    assertThat(out.toString()).contains("2 images").contains("rouge_l");
    assertThat(err.toString()).contains("left out:").contains("row 3, image_id 9");
  }

  @Test
  void computesOnlyWhatIsAskedFor() throws IOException {
    Path result = folder.resolve("result.json");

    int exitCode =
        run(
            "--references",
            references(),
            "--candidates",
            file("c.json", "[{\"image_id\":2,\"caption\":\"A dog.\"}]"),
            "--metrics",
            "rouge-l,cider",
            "--out",
            result.toString());

    assertThat(exitCode).isZero();
    assertThat(JSON.readTree(result.toFile()).get("metrics").fieldNames())
        .toIterable()
        .containsExactly("rouge_l", "cider");
  }

  @Test
  void namesAWrongMetricAndAMissingFile() throws IOException {
    assertThat(run("--references", references(), "--candidates", "c.json", "--metrics", "spice"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--metrics knows bleu, rouge-l, cider, meteor, capture");
    assertThat(run("--references", references(), "--candidates", "none.json")).isEqualTo(2);
    assertThat(err.toString()).contains("none.json does not exist");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "evaluate";
    all[1] = "captions";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return PancapCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private String references() throws IOException {
    return file(
        "r.json",
        "{\"annotations\":[{\"image_id\":1,\"caption\":\"Two cats sleep on a red sofa.\"},"
            + "{\"image_id\":2,\"caption\":\"A dog runs over the grass.\"},"
            + "{\"image_id\":2,\"caption\":\"The dog is running.\"}]}");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
