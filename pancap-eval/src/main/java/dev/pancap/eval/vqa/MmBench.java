package dev.pancap.eval.vqa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.input.TabTable;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * MMBench with circular evaluation: a question is asked once for each rotation of its options,
 * under the indices {@code base + k * 1,000,000}, and counts only if every rotation is answered
 * right.
 */
public final class MmBench {
  private static final long ROTATION = 1_000_000;
  private static final String LETTERS = "ABCDEFGHIJ";

  private MmBench() {}

  /**
   * Evaluates answers: a JSON list, JSON lines or a tab-separated table with the columns index,
   * prediction, answer (or GT) and the options A, B, C, …
   *
   * @throws ConfigException if the file is not such a table
   */
  public static MetricResult evaluate(Path predictions) {
    List<Question> rows = new ArrayList<>();
    if (predictions.toString().endsWith(".tsv")) {
      for (Map<String, String> row : TabTable.read(predictions)) {
        rows.add(question(row, predictions));
      }
    } else {
      for (InputRecord record : InputFile.records(predictions)) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (String field : record.fields()) {
          if (record.has(field)) {
            cells.put(field, record.anyText(field));
          }
        }
        rows.add(question(cells, predictions));
      }
    }
    return result(rows);
  }

  private static Question question(Map<String, String> cells, Path file) {
    Map<String, String> options = new LinkedHashMap<>();
    for (char letter : LETTERS.toCharArray()) {
      String text = cells.get(String.valueOf(letter));
      if (text != null && !text.isEmpty() && !text.equals("nan")) {
        options.put(String.valueOf(letter), text);
      }
    }
    String answer = cells.getOrDefault("answer", cells.getOrDefault("GT", ""));
    String index = cells.getOrDefault("index", "");
    ConfigException.check(
        index.matches("\\d{1,15}"), "%s: 'index' must be a whole number, not '%s'", file, index);
    ConfigException.check(
        options.containsKey(answer),
        "%s: index %s: 'answer' must be the letter of an option, not '%s'",
        file,
        index,
        answer);
    ConfigException.check(
        cells.containsKey("prediction"), "%s: index %s has no 'prediction'", file, index);
    return new Question(
        Long.parseLong(index), String.valueOf(cells.get("prediction")), answer, options);
  }

  private static MetricResult result(List<Question> rows) {
    TreeMap<Long, Boolean> hits = new TreeMap<>();
    long vanilla = 0;
    long unresolved = 0;
    for (Question row : rows) {
      String chosen = OptionLetter.find(row.prediction, row.options).orElse("");
      boolean isRight = chosen.equals(row.answer);
      unresolved += chosen.isEmpty() ? 1 : 0;
      vanilla += row.index < ROTATION && isRight ? 1 : 0;
      hits.merge(row.index % ROTATION, isRight, Boolean::logicalAnd);
    }
    long right = hits.values().stream().filter(hit -> hit).count();
    double circular = (double) right / hits.size();
    double first = (double) vanilla / hits.size();
    ObjectNode json = MetricResult.object();
    MetricResult.put(json, "accuracy", circular);
    MetricResult.put(json, "vanilla_accuracy", first);
    json.put("questions", hits.size()).put("rows", rows.size()).put("unresolved", unresolved);
    ObjectNode groups = json.putObject("hits");
    hits.forEach((index, hit) -> groups.put(String.valueOf(index), hit ? 1 : 0));
    return new MetricResult(
        json,
        TextTable.of("MMBench", "%", "questions")
            .row("circular", TextTable.percent(circular, 2), String.valueOf(hits.size()))
            .row("first rotation only", TextTable.percent(first, 2), String.valueOf(hits.size()))
            .toString());
  }

  private record Question(
      long index, String prediction, String answer, Map<String, String> options) {}
}
