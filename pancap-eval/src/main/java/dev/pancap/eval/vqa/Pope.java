package dev.pancap.eval.vqa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.IdColumn;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * POPE: does the model see objects that are not there? Answers are parsed as LLaVA's {@code
 * eval_pope} does, traps included: only {@code No}, {@code not} and {@code no} as words before the
 * first full stop mean no, everything else, {@code NO} and {@code Nope} too, means yes.
 */
public final class Pope {
  private static final List<String> SPLITS = List.of("random", "popular", "adversarial");

  private Pope() {}

  /** Whether an answer says yes. */
  public static boolean saysYes(String answer) {
    int stop = answer.indexOf('.');
    String sentence = (stop < 0 ? answer : answer.substring(0, stop)).replace(",", "");
    List<String> words = Arrays.asList(sentence.split(" ", -1));
    return !(words.contains("No") || words.contains("not") || words.contains("no"));
  }

  /**
   * Evaluates one split, or a folder of splits and a folder of answers whose names hold the split's
   * ({@code random}, {@code popular}, {@code adversarial}).
   */
  public static MetricResult evaluate(Path truth, Path predictions) {
    Map<String, Sums> splits = new LinkedHashMap<>();
    if (!Files.isDirectory(truth)) {
      splits.put("all", sums(truth, predictions));
      return result(splits);
    }
    List<Path> questions = files(truth);
    List<Path> answers = files(predictions);
    for (String split : SPLITS) {
      splits.put(split, sums(only(questions, split, truth), only(answers, split, predictions)));
    }
    return result(splits);
  }

  private static List<Path> files(Path folder) {
    return InputFile.inFolder(folder, "").stream().filter(Files::isRegularFile).toList();
  }

  private static Path only(List<Path> files, String split, Path folder) {
    List<Path> found =
        files.stream().filter(file -> file.getFileName().toString().contains(split)).toList();
    ConfigException.check(
        found.size() == 1,
        "%s must hold one file with '%s' in its name, not %d",
        folder,
        split,
        found.size());
    return found.get(0);
  }

  private static Sums sums(Path truth, Path predictions) {
    IdColumn answerIds = new IdColumn(predictions.toString(), "question_id");
    Map<String, String> answers = new LinkedHashMap<>();
    for (InputRecord record : InputFile.records(predictions)) {
      String id = answerIds.of(record);
      ConfigException.check(
          answers.put(id, record.text(record.has("text") ? "text" : "answer")) == null,
          "%s: question_id %s has two answers",
          record.where(),
          id);
    }
    IdColumn questionIds = new IdColumn(truth.toString(), "question_id");
    Sums sums = Sums.ZERO;
    for (InputRecord record : InputFile.records(truth)) {
      String id = questionIds.of(record);
      questionIds.requireSameKind(answerIds);
      String answer = answers.get(id);
      ConfigException.check(answer != null, "%s has no answer to question_id %s", predictions, id);
      String label = record.text("label").toLowerCase(Locale.ROOT);
      ConfigException.check(
          label.equals("yes") || label.equals("no"),
          "%s: 'label' must be yes or no, not %s",
          record.where(),
          label);
      sums = sums.plus(Sums.of(label.equals("yes"), saysYes(String.valueOf(answer))));
    }
    return sums;
  }

  private static MetricResult result(Map<String, Sums> splits) {
    ObjectNode json = MetricResult.object();
    TextTable table =
        TextTable.of(
            "split", "accuracy", "precision", "recall", "F1", "yes", "TP", "FP", "TN", "FN");
    List<Double> f1s = new ArrayList<>();
    splits.forEach(
        (name, sums) -> {
          f1s.add(sums.f1());
          fill(splits.size() == 1 ? json : json.putObject(name), sums);
          table.row(
              name,
              TextTable.percent(sums.accuracy(), 2),
              TextTable.percent(sums.precision(), 2),
              TextTable.percent(sums.recall(), 2),
              TextTable.percent(sums.f1(), 2),
              TextTable.percent(sums.yesRatio(), 2),
              String.valueOf(sums.truePositives()),
              String.valueOf(sums.falsePositives()),
              String.valueOf(sums.trueNegatives()),
              String.valueOf(sums.falseNegatives()));
        });
    if (splits.size() == 1) {
      return new MetricResult(json, table.toString());
    }
    double mean = f1s.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    MetricResult.put(json, "mean_f1", mean);
    return new MetricResult(json, table + "\nmean F1  " + TextTable.percent(mean, 2) + "\n");
  }

  private static void fill(ObjectNode node, Sums sums) {
    MetricResult.put(node, "accuracy", sums.accuracy());
    MetricResult.put(node, "precision", sums.precision());
    MetricResult.put(node, "recall", sums.recall());
    MetricResult.put(node, "f1", sums.f1());
    MetricResult.put(node, "yes_ratio", sums.yesRatio());
    node.put("tp", sums.truePositives());
    node.put("fp", sums.falsePositives());
    node.put("tn", sums.trueNegatives());
    node.put("fn", sums.falseNegatives());
  }

  /** What is summed; yes is positive. Figures whose denominator is 0 are NaN. */
  public record Sums(
      long truePositives, long falsePositives, long trueNegatives, long falseNegatives)
      implements Serializable {
    public static final Sums ZERO = new Sums(0, 0, 0, 0);

    private static final Sums TRUE_POSITIVE = new Sums(1, 0, 0, 0);
    private static final Sums FALSE_POSITIVE = new Sums(0, 1, 0, 0);
    private static final Sums TRUE_NEGATIVE = new Sums(0, 0, 1, 0);
    private static final Sums FALSE_NEGATIVE = new Sums(0, 0, 0, 1);

    static Sums of(boolean labelIsYes, boolean answerIsYes) {
      if (answerIsYes) {
        return labelIsYes ? TRUE_POSITIVE : FALSE_POSITIVE;
      }
      return labelIsYes ? FALSE_NEGATIVE : TRUE_NEGATIVE;
    }

    public Sums plus(Sums other) {
      return new Sums(
          truePositives + other.truePositives,
          falsePositives + other.falsePositives,
          trueNegatives + other.trueNegatives,
          falseNegatives + other.falseNegatives);
    }

    public double precision() {
      return (double) truePositives / (truePositives + falsePositives);
    }

    public double recall() {
      return (double) truePositives / (truePositives + falseNegatives);
    }

    public double f1() {
      return 2 * precision() * recall() / (precision() + recall());
    }

    public double accuracy() {
      return (double) (truePositives + trueNegatives) / all();
    }

    /** The share of questions that were answered with yes. */
    public double yesRatio() {
      return (double) (truePositives + falsePositives) / all();
    }

    private long all() {
      return truePositives + falsePositives + trueNegatives + falseNegatives;
    }
  }
}
