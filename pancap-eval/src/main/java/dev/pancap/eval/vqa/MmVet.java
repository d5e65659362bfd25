package dev.pancap.eval.vqa;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MM-Vet: grades of a judge from 0 to 1, in one or several runs. A question counts in each of its
 * capabilities; figures are means over the runs of 100 times the mean grade, rounded to a decimal.
 */
public final class MmVet {
  private static final List<String> CAPABILITIES =
      List.of("rec", "ocr", "know", "gen", "spat", "math");
  private static final String TOTAL = "total";

  private MmVet() {}

  /**
   * @param truth by question id, {@code capability}: the published questions
   * @param grades by question id, {@code score}: a grade a run
   */
  public static MetricResult evaluate(Path truth, Path grades) {
    Map<String, InputRecord> questions = InputFile.document(truth).recordsByName();
    Map<String, Sums> sums = new LinkedHashMap<>();
    int runs = 0;
    Map<String, InputRecord> graded = InputFile.document(grades).recordsByName();
    ConfigException.check(!graded.isEmpty(), "%s holds no grade", grades);
    for (Map.Entry<String, InputRecord> row : graded.entrySet()) {
      double[] scores = row.getValue().numbers("score");
      runs = runs == 0 ? scores.length : runs;
      ConfigException.check(
          scores.length == runs && runs > 0,
          "%s has %d runs in 'score', the ones before %d",
          row.getValue().where(),
          scores.length,
          runs);
      InputRecord question = questions.get(row.getKey());
      if (question == null) {
        throw row.getValue().complaint("score", "of a question of " + truth);
      }
      List<String> kinds = new ArrayList<>(question.texts("capability"));
      kinds.add(TOTAL);
      for (String kind : kinds) {
        sums.computeIfAbsent(kind, unseen -> new Sums(scores.length)).add(scores);
      }
    }
    return result(sums, runs);
  }

  private static MetricResult result(Map<String, Sums> sums, int runs) {
    ObjectNode json = MetricResult.object();
    TextTable table = TextTable.of("MM-Vet", "score", "questions");
    List<String> kinds = new ArrayList<>(CAPABILITIES);
    kinds.add(TOTAL);
    for (String kind : kinds) {
      Sums sum = sums.get(kind);
      if (sum != null) {
        json.put(kind, rounded(sum.mean()));
        table.row(kind, String.valueOf(rounded(sum.mean())), String.valueOf(sum.questions));
      }
    }
    Sums total = sums.getOrDefault(TOTAL, new Sums(runs));
    ArrayNode perRun = json.putArray("runs");
    double squares = 0;
    for (int i = 0; i < runs; i++) {
      perRun.add(rounded(total.ofRun(i)));
      squares += Math.pow(total.ofRun(i) - total.mean(), 2);
    }
    double deviation = Math.sqrt(squares / runs);
    json.put("std", rounded(deviation));
    return new MetricResult(
        json, table + "\ndeviation over %d runs  %s\n".formatted(runs, rounded(deviation)));
  }

  /** As Python's {@code round(x, 1)}: the exact binary value decides, ties go to even. */
  private static double rounded(double value) {
    return new BigDecimal(value).setScale(1, RoundingMode.HALF_EVEN).doubleValue();
  }

  /** The grades of some questions, a sum a run. */
  private static final class Sums {
    private final double[] byRun;
    private int questions;

    Sums(int runs) {
      byRun = new double[runs];
    }

    void add(double[] grades) {
      questions++;
      for (int i = 0; i < byRun.length; i++) {
        byRun[i] += grades[i];
      }
    }

    double ofRun(int run) {
      return byRun[run] / questions * 100;
    }

    double mean() {
      double mean = 0;
      for (int i = 0; i < byRun.length; i++) {
        mean += ofRun(i) / byRun.length;
      }
      return mean;
    }
  }
}
