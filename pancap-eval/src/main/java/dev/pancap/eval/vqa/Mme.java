package dev.pancap.eval.vqa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * MME: a folder with a text file a subtask, each line image, question, truth and answer between
 * tabs, the two questions of an image on consecutive lines. A subtask's score is 100 times the
 * share of right answers plus 100 times the share of images with both answers right.
 */
public final class Mme {
  private static final List<String> PERCEPTION =
      List.of(
          "existence",
          "count",
          "position",
          "color",
          "posters",
          "celebrity",
          "scene",
          "landmark",
          "artwork",
          "OCR");
  private static final List<String> COGNITION =
      List.of(
          "commonsense_reasoning", "numerical_calculation", "text_translation", "code_reasoning");
  private static final int PREFIX = 4;

  private Mme() {}

  /** What an answer says. */
  public enum Answer {
    YES,
    NO,
    /** Neither; counts as wrong. */
    OTHER;

    /** Exactly yes or no, else whichever is found first in the first four characters. */
    public static Answer of(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      String beginning = lower.substring(0, Math.min(PREFIX, lower.length()));
      if (lower.equals("yes") || !lower.equals("no") && beginning.contains("yes")) {
        return YES;
      }
      return beginning.contains("no") ? NO : OTHER;
    }
  }

  /**
   * Evaluates the subtasks that the folder holds. The totals cover those.
   *
   * @throws ConfigException if there is none, or a line is not what it should be
   */
  public static MetricResult evaluate(Path folder) {
    ConfigException.check(Files.isDirectory(folder), "%s is not a folder", folder);
    Map<String, Sums> subtasks = new LinkedHashMap<>();
    for (List<String> group : List.of(PERCEPTION, COGNITION)) {
      for (String name : group) {
        Path file = folder.resolve(name + ".txt");
        if (Files.exists(file)) {
          subtasks.put(name, sums(file));
        }
      }
    }
    ConfigException.check(
        !subtasks.isEmpty(), "%s holds no subtask, such as existence.txt", folder);
    return result(subtasks);
  }

  private static Sums sums(Path file) {
    List<String> lines = InputFile.textLines(file);
    ConfigException.check(
        lines.size() % 2 == 0,
        "%s: an image has two questions, but there are %d lines",
        file,
        lines.size());
    Sums sums = Sums.ZERO;
    for (int i = 0; i < lines.size(); i += 2) {
      Sums first = line(lines, i, file);
      Sums second = line(lines, i + 1, file);
      sums = sums.plus(first).plus(second);
      if (first.right() + second.right() == 2) {
        sums = sums.plus(Sums.BOTH_RIGHT);
      }
    }
    return sums;
  }

  private static Sums line(List<String> lines, int index, Path file) {
    String[] cells = lines.get(index).split("\t", -1);
    ConfigException.check(
        cells.length == 4,
        "%s, line %d must be image, question, truth, answer between tabs, but has %d columns",
        file,
        index + 1,
        cells.length);
    String truth = cells[2].toLowerCase(Locale.ROOT);
    ConfigException.check(
        truth.equals("yes") || truth.equals("no"),
        "%s, line %d: the truth must be yes or no, not %s",
        file,
        index + 1,
        cells[2]);
    boolean isYes = truth.equals("yes");
    return switch (Answer.of(cells[3])) {
      case YES -> isYes ? Sums.TRUE_POSITIVE : Sums.FALSE_POSITIVE;
      case NO -> isYes ? Sums.FALSE_NEGATIVE : Sums.TRUE_NEGATIVE;
      case OTHER -> Sums.OTHER;
    };
  }

  private static MetricResult result(Map<String, Sums> subtasks) {
    ObjectNode json = MetricResult.object();
    TextTable table = TextTable.of("subtask", "score", "acc", "acc+", "images", "other");
    ObjectNode rows = json.putObject("subtasks");
    for (Map.Entry<String, Sums> subtask : subtasks.entrySet()) {
      Sums sums = subtask.getValue();
      ObjectNode row = rows.putObject(subtask.getKey());
      MetricResult.put(row, "score", sums.score());
      MetricResult.put(row, "acc", sums.accuracy());
      MetricResult.put(row, "acc_plus", sums.accuracyPlus());
      row.put("images", sums.images());
      row.put("tp", sums.truePositives);
      row.put("fn", sums.falseNegatives);
      row.put("tn", sums.trueNegatives);
      row.put("fp", sums.falsePositives);
      row.put("other", sums.others);
      MetricResult.put(row, "precision", sums.precision());
      MetricResult.put(row, "recall", sums.recall());
      table.row(
          subtask.getKey(),
          TextTable.figure(sums.score(), 2),
          TextTable.percent(sums.accuracy(), 2),
          TextTable.percent(sums.accuracyPlus(), 2),
          String.valueOf(sums.images()),
          String.valueOf(sums.others));
    }
    double perception = total(subtasks, PERCEPTION);
    double cognition = total(subtasks, COGNITION);
    json.put("perception", perception);
    json.put("cognition", cognition);
    return new MetricResult(
        json,
        table
            + "\nPerception  %s of 2000\nCognition   %s of 800\n"
                .formatted(TextTable.figure(perception, 2), TextTable.figure(cognition, 2)));
  }

  private static double total(Map<String, Sums> subtasks, List<String> group) {
    double total = 0;
    for (String name : group) {
      total += subtasks.containsKey(name) ? subtasks.get(name).score() : 0;
    }
    return total;
  }

  /** What is summed of a subtask; yes is positive. */
  public record Sums(
      long truePositives,
      long falsePositives,
      long trueNegatives,
      long falseNegatives,
      long others,
      long imagesBothRight)
      implements Serializable {
    public static final Sums ZERO = new Sums(0, 0, 0, 0, 0, 0);

    private static final Sums TRUE_POSITIVE = new Sums(1, 0, 0, 0, 0, 0);
    private static final Sums FALSE_POSITIVE = new Sums(0, 1, 0, 0, 0, 0);
    private static final Sums TRUE_NEGATIVE = new Sums(0, 0, 1, 0, 0, 0);
    private static final Sums FALSE_NEGATIVE = new Sums(0, 0, 0, 1, 0, 0);
    private static final Sums OTHER = new Sums(0, 0, 0, 0, 1, 0);
    private static final Sums BOTH_RIGHT = new Sums(0, 0, 0, 0, 0, 1);

    public Sums plus(Sums other) {
      return new Sums(
          truePositives + other.truePositives,
          falsePositives + other.falsePositives,
          trueNegatives + other.trueNegatives,
          falseNegatives + other.falseNegatives,
          others + other.others,
          imagesBothRight + other.imagesBothRight);
    }

    long right() {
      return truePositives + trueNegatives;
    }

    private long questions() {
      return right() + falsePositives + falseNegatives + others;
    }

    public long images() {
      return questions() / 2;
    }

    public double accuracy() {
      return (double) right() / questions();
    }

    /** The share of images with both answers right. */
    public double accuracyPlus() {
      return (double) imagesBothRight / images();
    }

    public double score() {
      return accuracy() * 100 + accuracyPlus() * 100;
    }

    public double precision() {
      return (double) truePositives / (truePositives + falsePositives);
    }

    public double recall() {
      return (double) truePositives / (truePositives + falseNegatives);
    }
  }
}
