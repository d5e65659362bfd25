package dev.pancap.eval.vqa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SEED-Bench as LLaVA's script scores it: the answer must equal the letter exactly, {@code A.} and
 * {@code a} are wrong, and so is a question without an answer. Accuracies are pooled over
 * questions. Ids are compared as texts: the published answers write some of them as numbers.
 */
public final class SeedBench {
  private SeedBench() {}

  /**
   * @param truth {@code question_type} (name to id) and {@code questions}
   * @param predictions JSON lines with question_id and text
   */
  public static MetricResult evaluate(Path truth, Path predictions) {
    Map<String, String> answers = new HashMap<>();
    for (InputRecord record : InputFile.records(predictions)) {
      answers.put(record.anyText("question_id"), record.text("text"));
    }
    InputRecord document = InputFile.document(truth);
    InputRecord types = document.record("question_type");
    Map<Integer, String> nameOfType = new LinkedHashMap<>();
    for (String name : types.fields()) {
      nameOfType.put(types.wholeNumber(name), name);
    }
    Map<String, Share> byType = new LinkedHashMap<>();
    nameOfType.values().forEach(name -> byType.put(name, Share.NONE));
    Map<String, Share> byData = new LinkedHashMap<>();
    for (InputRecord question : document.records("questions")) {
      String id = question.anyText("question_id");
      Share one = Share.of(question.text("answer").equals(answers.get(id)));
      String type = nameOfType.get(question.wholeNumber("question_type_id"));
      ConfigException.check(
          type != null, "%s: 'question_type_id' is not in question_type", question.where());
      byType.merge(String.valueOf(type), one, Share::plus);
      byData.merge(question.text("data_type"), one, Share::plus);
    }
    return result(byType, byData);
  }

  private static MetricResult result(Map<String, Share> byType, Map<String, Share> byData) {
    ObjectNode json = MetricResult.object();
    Share all = byType.values().stream().reduce(Share.NONE, Share::plus);
    MetricResult.put(json, "total", all.value());
    TextTable table = TextTable.of("SEED-Bench", "%", "right", "questions");
    ObjectNode types = json.putObject("types");
    byType.forEach(
        (name, share) -> {
          MetricResult.put(types, name, share.value());
          share.addTo(table, name);
        });
    byData.forEach(
        (name, share) -> {
          MetricResult.put(json, name, share.value());
          share.addTo(table, "all " + name + " questions");
        });
    all.addTo(table, "all questions");
    return new MetricResult(json, table.toString());
  }
}
