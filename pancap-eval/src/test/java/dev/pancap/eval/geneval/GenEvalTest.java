package dev.pancap.eval.geneval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenEvalTest {
  @TempDir Path folder;

  @Test
  void summarisesTheOfficialResultsAsTheOfficialScript() {
    assertSummary(GenEval.evaluate(Golden.file(GenEvalTest.class, "results.jsonl")).json());
  }

  @Test
  void judgesRawDetectionsAsTheOriginal() throws IOException {
    assertSummary(GenEval.evaluate(Golden.file(GenEvalTest.class, "detections.jsonl")).json());

    int number = 0;
    for (String line : Files.readAllLines(Golden.file(GenEvalTest.class, "detections.jsonl"))) {
      Path one = folder.resolve("one.jsonl");
      Files.writeString(one, line);
      boolean isCorrect = new ObjectMapper().readTree(line).get("correct").booleanValue();
      assertThat(GenEval.evaluate(one).json().get("overall").doubleValue())
          .as("line %d", ++number)
          .isEqualTo(isCorrect ? 1 : 0);
    }
    assertThat(number).isEqualTo(790);
  }

  private static void assertSummary(JsonNode found) {
    JsonNode expected = Golden.json(GenEvalTest.class, "expected_summary.json");
    assertThat(found.get("images")).isEqualTo(new ObjectMapper().getNodeFactory().numberNode(790L));
    assertThat(found.get("prompts").longValue()).isEqualTo(expected.get("prompts").longValue());
    assertThat(found.get("correct_images").doubleValue())
        .isEqualTo(expected.get("pct_images").doubleValue());
    assertThat(found.get("correct_prompts").doubleValue())
        .isEqualTo(expected.get("pct_prompts").doubleValue());
    assertThat(found.get("overall").doubleValue())
        .isCloseTo(expected.get("overall").doubleValue(), within(1e-15));
    for (Map.Entry<String, JsonNode> task : expected.get("tasks").properties()) {
      assertThat(found.get("tasks").get(task.getKey()).doubleValue())
          .isEqualTo(task.getValue().doubleValue());
    }
  }

  @Test
  void findsTheOriginalsRelations() {
    JsonNode pairs = Golden.json(GenEvalTest.class, "relative_position.json");
    assertThat(pairs).hasSize(300);
    for (JsonNode pair : pairs) {
      TreeSet<String> found = new TreeSet<>();
      box(pair.get("a")).relationsTo(box(pair.get("b"))).forEach(r -> found.add(r.phrase()));
      TreeSet<String> expected = new TreeSet<>();
      pair.get("relations").forEach(relation -> expected.add(relation.asText()));
      assertThat(found).as(pair.toString()).isEqualTo(expected);
    }
  }

  @Test
  void thePublishedOverallsAreMeansOfTheSixTasks() {
    JsonNode tables = Golden.json(GenEvalTest.class, "published_tables.json");
    for (Map.Entry<String, JsonNode> row : tables.get("rows").properties()) {
      double mean = 0;
      for (int i = 1; i <= 6; i++) {
        mean += row.getValue().get(i).doubleValue() / 6;
      }
      assertThat(mean)
          .as(row.getKey())
          .isCloseTo(row.getValue().get(0).doubleValue(), within(0.0101));
    }
  }

  @Test
  void aBoxWithoutScoreNamesLineAndClass() throws IOException {
    Path file = folder.resolve("detections.jsonl");
    Files.writeString(
        file,
        "{\"metadata\":{\"tag\":\"colors\",\"include\":[]},"
            + "\"detections\":{\"dog\":[[1,2,3,4]]}}");

    assertThatThrownBy(() -> GenEval.evaluate(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "detections.jsonl, line 1, detections: 'dog' must be boxes of five numbers:"
                + " x1, y1, x2, y2, score");
  }

  private static Detection box(JsonNode box) {
    return new Detection(
        box.get(0).doubleValue(),
        box.get(1).doubleValue(),
        box.get(2).doubleValue(),
        box.get(3).doubleValue(),
        1,
        null);
  }
}
