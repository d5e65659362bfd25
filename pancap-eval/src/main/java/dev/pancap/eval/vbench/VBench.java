package dev.pancap.eval.vbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.input.InputFile;
import dev.pancap.eval.input.InputRecord;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * VBench's final scores: each dimension's raw value is brought to (raw - min) / (max - min),
 * unclipped, and averaged with its weight. A dimension that the file lacks counts as raw 0, as in
 * the original, and is named.
 */
public final class VBench {
  private static final String FLICKERING = "temporal flickering";
  private static final double I2V_SUBJECT_LEAST = 0.1462;
  private static final double I2V_BACKGROUND_LEAST = 0.2615;

  private static final Part QUALITY =
      new Part(
          "quality",
          4,
          List.of(
              new Dimension("subject consistency", 0.1462, 1, 1),
              new Dimension("background consistency", 0.2615, 1, 1),
              new Dimension(FLICKERING, 0.6293, 1, 1),
              new Dimension("motion smoothness", 0.706, 0.9975, 1),
              new Dimension("aesthetic quality", 0, 1, 1),
              new Dimension("imaging quality", 0, 1, 1),
              new Dimension("dynamic degree", 0, 1, 0.5)));

  private static final Part SEMANTIC =
      new Part(
          "semantic",
          1,
          List.of(
              new Dimension("object class", 0, 1, 1),
              new Dimension("multiple objects", 0, 1, 1),
              new Dimension("human action", 0, 1, 1),
              new Dimension("color", 0, 1, 1),
              new Dimension("spatial relationship", 0, 1, 1),
              new Dimension("scene", 0, 0.8222, 1),
              new Dimension("appearance style", 0.0009, 0.2855, 1),
              new Dimension("temporal style", 0, 0.364, 1),
              new Dimension("overall consistency", 0, 0.364, 1)));

  private static final Part I2V =
      new Part(
          "i2v",
          1,
          List.of(
              new Dimension("video-text camera motion", 0, 1, 0.1),
              new Dimension("video-image subject consistency", I2V_SUBJECT_LEAST, 1, 1),
              new Dimension("video-image background consistency", I2V_BACKGROUND_LEAST, 1, 1)));

  /** The same, without flickering. */
  private static final Part I2V_QUALITY =
      new Part(
          QUALITY.name,
          1,
          QUALITY.dimensions.stream()
              .filter(dimension -> !dimension.name.equals(FLICKERING))
              .toList());

  private static final Map<String, String> I2V_FILE_NAMES =
      Map.of(
          "camera motion", "video-text camera motion",
          "i2v subject", "video-image subject consistency",
          "i2v background", "video-image background consistency");

  private VBench() {}

  /** Which of the two benchmarks. */
  public enum Suite {
    /** Text to video: quality and semantic. */
    TEXT_TO_VIDEO,
    /** Image to video: quality and i2v. */
    IMAGE_TO_VIDEO
  }

  /**
   * Evaluates VBench's result file: by dimension, the score, or a list that begins with it.
   *
   * @throws ConfigException if the file is not such a file
   */
  public static MetricResult evaluate(Path results, Suite suite) {
    InputRecord document = InputFile.document(results);
    Map<String, Double> raw = new TreeMap<>();
    for (String field : document.fields()) {
      String name = field.replace('_', ' ').toLowerCase(Locale.ROOT);
      JsonNode value = document.raw(field);
      double score =
          value.isArray() && !value.isEmpty() ? finite(document, field, value.get(0)) : Double.NaN;
      raw.put(
          I2V_FILE_NAMES.getOrDefault(name, name),
          value.isArray() ? score : document.number(field));
    }
    return scores(raw, suite);
  }

  private static double finite(InputRecord document, String field, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw document.complaint(field, "a number, or a list that begins with one");
    }
    return value.doubleValue();
  }

  /**
   * @param raw by dimension, in lower case, words between spaces
   */
  public static MetricResult scores(Map<String, Double> raw, Suite suite) {
    List<Part> parts =
        suite == Suite.TEXT_TO_VIDEO ? List.of(QUALITY, SEMANTIC) : List.of(I2V_QUALITY, I2V);
    ObjectNode json = MetricResult.object();
    ObjectNode normalized = json.putObject("weighted_normalized");
    TextTable table = TextTable.of("dimension", "raw", "normalised", "weight");
    List<String> missing = new ArrayList<>();
    double total = 0;
    double weights = 0;
    for (Part part : parts) {
      double sum = 0;
      double dimensionWeights = 0;
      for (Dimension dimension : part.dimensions) {
        if (!raw.containsKey(dimension.name)) {
          missing.add(dimension.name);
        }
        double value = raw.getOrDefault(dimension.name, 0.0);
        double weighted = dimension.normalize(value) * dimension.weight;
        sum += weighted;
        dimensionWeights += dimension.weight;
        MetricResult.put(normalized, dimension.name, weighted);
        table.row(
            dimension.name,
            TextTable.figure(value, 4),
            TextTable.figure(dimension.normalize(value), 4),
            String.valueOf(dimension.weight));
      }
      double score = sum / dimensionWeights;
      MetricResult.put(json, part.name, score);
      table.row(
          part.name.toUpperCase(Locale.ROOT), "", TextTable.figure(score, 4), "" + part.weight);
      total += score * part.weight;
      weights += part.weight;
    }
    MetricResult.put(json, "total", total / weights);
    table.row("TOTAL", "", TextTable.figure(total / weights, 4), "");
    missing.forEach(json.putArray("missing")::add);
    String note = missing.isEmpty() ? "" : "\nnot in the file, counted as 0: " + missing + "\n";
    return new MetricResult(json, table + note);
  }

  private record Part(String name, double weight, List<Dimension> dimensions) {}

  private record Dimension(String name, double least, double most, double weight) {
    double normalize(double raw) {
      return (raw - least) / (most - least);
    }
  }
}
