package dev.pancap.eval.vqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the benchmarks' own programs. */
class VqaGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static JsonNode json(String name) {
    return Golden.json(VqaGoldenTest.class, name);
  }

  private static Path file(String name) {
    return Golden.file(VqaGoldenTest.class, name);
  }

  @Test
  void popeParsesEveryPhraseAsLlavaDoes() {
    for (Map.Entry<String, JsonNode> row : json("pope_expected.json").get("parsed").properties()) {
      assertThat(Pope.saysYes(row.getKey()))
          .as(row.getKey())
          .isEqualTo(row.getValue().asText().equals("yes"));
    }
  }

  @Test
  void popeGivesLlavasFigures() {
    JsonNode expected = json("pope_expected.json").get("expected");
    JsonNode result = Pope.evaluate(file("pope_labels.jsonl"), file("pope_answers.jsonl")).json();

    assertThat(result.get("tp").longValue()).isEqualTo(expected.get("TP").longValue());
    assertThat(result.get("fp").longValue()).isEqualTo(expected.get("FP").longValue());
    assertThat(result.get("tn").longValue()).isEqualTo(expected.get("TN").longValue());
    assertThat(result.get("fn").longValue()).isEqualTo(expected.get("FN").longValue());
    assertThat(result.get("accuracy").doubleValue())
        .isEqualTo(expected.get("Accuracy").doubleValue());
    assertThat(result.get("precision").doubleValue())
        .isEqualTo(expected.get("Precision").doubleValue());
    assertThat(result.get("recall").doubleValue()).isEqualTo(expected.get("Recall").doubleValue());
    assertThat(result.get("f1").doubleValue()).isEqualTo(expected.get("F1 score").doubleValue());
    assertThat(result.get("yes_ratio").doubleValue())
        .isEqualTo(expected.get("Yes ratio").doubleValue());
  }

  @Test
  void popeNamesTheQuestionThatHasNoAnswer() throws IOException {
    Path answers = folder.resolve("answers.jsonl");
    Files.writeString(answers, "{\"question_id\": 0, \"text\": \"No\"}\n");

    assertThatThrownBy(() -> Pope.evaluate(file("pope_labels.jsonl"), answers))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("answers.jsonl has no answer to question_id 1");
  }

  @Test
  void popeRefusesIdsOfTwoTypes() throws IOException {
    Path answers = folder.resolve("answers.jsonl");
    Files.writeString(answers, "{\"question_id\": \"0\", \"text\": \"No\"}\n");

    assertThatThrownBy(() -> Pope.evaluate(file("pope_labels.jsonl"), answers))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'question_id' is a number in")
        .hasMessageContaining("and a text in");
  }

  @Test
  void mmeGivesTheOfficialToolsScores() throws IOException {
    // The published answers carry no licence, so they are not in the repository.
    Path answers = Golden.elsewhere("seg/vqa/mme_LaVIN");
    JsonNode expected =
        JSON.readTree(answers.resolveSibling("mme_expected.json").toFile()).get("expected");

    JsonNode result = Mme.evaluate(answers).json();

    assertThat(result.get("perception").doubleValue()).isEqualTo(963.6114445778312);
    assertThat(result.get("cognition").doubleValue()).isEqualTo(249.64285714285714);
    for (Map.Entry<String, JsonNode> subtask : result.get("subtasks").properties()) {
      JsonNode row = expected.get(subtask.getKey());
      for (String figure : List.of("score", "acc", "acc_plus", "precision", "recall")) {
        assertThat(subtask.getValue().get(figure).doubleValue())
            .as("%s %s", subtask.getKey(), figure)
            .isEqualTo(row.get(figure).doubleValue());
      }
      assertThat(subtask.getValue().get("other").longValue())
          .isEqualTo(row.get("other_num").longValue());
    }
  }

  @Test
  void mmeScoresPairsAndAnswersThatAreNeither() throws IOException {
    Files.writeString(
        folder.resolve("count.txt"),
        "1.jpg\tq\tYes\tyes\n1.jpg\tq\tNo\tNo, there are two\n"
            + "2.jpg\tq\tYes\tYes\n2.jpg\tq\tNo\tperhaps\n");

    JsonNode count = Mme.evaluate(folder).json().get("subtasks").get("count");

    assertThat(count.get("acc").doubleValue()).isEqualTo(0.75);
    assertThat(count.get("acc_plus").doubleValue()).isEqualTo(0.5);
    assertThat(count.get("score").doubleValue()).isEqualTo(125);
    assertThat(count.get("other").intValue()).isEqualTo(1);
  }

  @Test
  void mmeNamesTheLineThatHasTooFewColumns() throws IOException {
    Files.writeString(folder.resolve("OCR.txt"), "1.jpg\tq\tYes\tyes\n1.jpg\tq\tNo\n");

    assertThatThrownBy(() -> Mme.evaluate(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "OCR.txt, line 2 must be image, question, truth, answer between tabs,"
                + " but has 3 columns");
  }

  @Test
  void mmbenchFindsTheOptionThatVlmEvalKitFinds() {
    JsonNode golden = json("mmbench.json");
    Map<String, String> options = new LinkedHashMap<>();
    golden.get("choices").properties().forEach(o -> options.put(o.getKey(), o.getValue().asText()));

    for (Map.Entry<String, JsonNode> row : golden.get("can_infer").properties()) {
      assertThat(OptionLetter.find(row.getKey(), options).orElse(null))
          .as(row.getKey())
          .isEqualTo(row.getValue().isNull() ? null : row.getValue().asText());
    }
  }

  @Test
  void mmbenchCountsAQuestionOnlyIfAllRotationsAreRight() throws IOException {
    JsonNode golden = json("mmbench.json");
    ArrayNode rows = JSON.createArrayNode();
    golden.get("circular_groups").forEach(group -> group.get("rows").forEach(rows::add));
    Path file = folder.resolve("answers.json");
    Files.writeString(file, rows.toString());

    JsonNode result = MmBench.evaluate(file).json();

    assertThat(result.get("accuracy").doubleValue())
        .isEqualTo(golden.get("circular_accuracy").doubleValue());
    assertThat(result.get("vanilla_accuracy").doubleValue())
        .isEqualTo(golden.get("vanilla_accuracy_first_row").doubleValue());
    for (JsonNode group : golden.get("circular_groups")) {
      String base = group.get("rows").get(0).get("index").asText();
      assertThat(result.get("hits").get(base).intValue())
          .as("question %s", base)
          .isEqualTo(group.get("hit").intValue());
    }
  }

  @Test
  void seedGivesTheScriptsAccuracies() {
    JsonNode result =
        SeedBench.evaluate(file("seed_questions.json"), file("seed_results.jsonl")).json();

    assertThat(result.get("types").get("Scene Understanding").doubleValue())
        .isCloseTo(0.6406, within(5e-5));
    assertThat(result.get("types").get("Instance Identity").doubleValue())
        .isCloseTo(0.6061, within(5e-5));
    assertThat(result.get("types").get("Action Recognition").doubleValue())
        .isCloseTo(0.6143, within(5e-5));
    assertThat(result.get("total").doubleValue()).isEqualTo(0.62);
    assertThat(result.get("image").doubleValue()).isCloseTo(0.6231, within(5e-5));
    assertThat(result.get("video").doubleValue()).isCloseTo(0.6143, within(5e-5));
  }

  @Test
  void textVqaNormalisesEveryVectorAsTheOriginal() {
    for (Map.Entry<String, JsonNode> row : json("textvqa.json").get("normalised").properties()) {
      assertThat(AnswerNormalizer.normalize(row.getKey()))
          .as(row.getKey())
          .isEqualTo(row.getValue().asText());
    }
  }

  @Test
  void textVqaScoresEveryAnswerAsTheOriginal() throws IOException {
    JsonNode golden = json("textvqa.json");
    for (JsonNode entry : golden.get("entries")) {
      List<String> people = new ArrayList<>();
      entry.get("gt_answers").forEach(answer -> people.add(answer.asText()));
      assertThat(TextVqa.score(entry.get("pred_answer").asText(), people))
          .as(entry.toString())
          .isCloseTo(entry.get("score").doubleValue(), within(1e-15));
    }
    Path file = folder.resolve("answers.json");
    Files.writeString(file, golden.get("entries").toString());

    assertThat(TextVqa.evaluate(null, file).json().get("accuracy").doubleValue())
        .isCloseTo(golden.get("accuracy").doubleValue(), within(1e-15));
  }

  @Test
  void mmVetGivesTheFormulasFigures() throws IOException {
    JsonNode golden = json("mmvet.json");
    Path truth = folder.resolve("questions.json");
    Path grades = folder.resolve("grades.json");
    Files.writeString(truth, golden.get("data").toString());
    Files.writeString(grades, golden.get("grade").toString());

    JsonNode result = MmVet.evaluate(truth, grades).json();

    for (Map.Entry<String, JsonNode> figure : golden.get("expected_5runs").properties()) {
      assertThat(result.get(figure.getKey())).as(figure.getKey()).isEqualTo(figure.getValue());
    }
  }
}
