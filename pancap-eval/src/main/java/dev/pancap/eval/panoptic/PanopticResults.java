package dev.pancap.eval.panoptic;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.eval.table.TextTable;
import java.util.Map;

/** Writes panoptic figures as JSON and as a table. Figures that are not defined are null. */
public final class PanopticResults {
  private static final JsonMapper JSON = new JsonMapper();

  private PanopticResults() {}

  /** {@code all}, {@code things}, {@code stuff}, {@code per_class}, and what was left out. */
  public static ObjectNode toJson(PanopticReport report) {
    ObjectNode result = JSON.createObjectNode();
    result.set("all", mean(report.scores().all()));
    result.set("things", mean(report.scores().things()));
    result.set("stuff", mean(report.scores().stuff()));
    ObjectNode perClass = result.putObject("per_class");
    for (PanopticScores.ClassScore score : report.scores().perClass()) {
      perClass.set(String.valueOf(score.category().id()), classScore(score));
    }
    result.put("images", report.images());
    result.put("evaluated", report.evaluated());
    ArrayNode problems = result.putArray("problems");
    for (PanopticReport.Problem problem : report.problems()) {
      problems
          .addObject()
          .put("image_id", problem.imageId())
          .put("kind", problem.kind().name())
          .put("panopticapi", problem.kind().pythonName())
          .put("detail", problem.detail());
    }
    ArrayNode notes = result.putArray("notes");
    report.notes().forEach(notes::add);
    return result;
  }

  /** One image's sums by class, or why it was left out, as one line of JSON. */
  public static ObjectNode imageToJson(String imageId, ImageQuality quality) {
    ObjectNode line = JSON.createObjectNode().put("image_id", imageId);
    ObjectNode perClass = line.putObject("per_class");
    for (Map.Entry<Integer, ClassSums> row :
        PanopticQualityState.of(quality).byCategory().entrySet()) {
      putSums(perClass.putObject(String.valueOf(row.getKey())), row.getValue());
    }
    return line;
  }

  /** The means, and the classes that occur. */
  public static String toTable(PanopticReport report) {
    TextTable means = TextTable.of("", "PQ", "SQ", "RQ", "classes");
    addMean(means, "All", report.scores().all());
    addMean(means, "Things", report.scores().things());
    addMean(means, "Stuff", report.scores().stuff());
    TextTable classes = TextTable.of("class", "PQ", "SQ", "RQ", "IoU sum", "TP", "FP", "FN");
    for (PanopticScores.ClassScore score : report.scores().perClass()) {
      ClassSums sums = score.sums();
      if (!sums.isEmpty()) {
        classes.row(
            (score.category().id() + " " + score.category().name()).strip(),
            TextTable.percent(sums.panopticQuality(), 1),
            TextTable.percent(sums.segmentationQuality(), 1),
            TextTable.percent(sums.recognitionQuality(), 1),
            TextTable.figure(sums.iou(), 3),
            String.valueOf(sums.truePositives()),
            String.valueOf(sums.falsePositives()),
            String.valueOf(sums.falseNegatives()));
      }
    }
    return classes + "\n" + means;
  }

  private static void addMean(TextTable table, String name, PanopticScores.Mean mean) {
    table.row(
        name,
        TextTable.percent(mean.pq(), 1),
        TextTable.percent(mean.sq(), 1),
        TextTable.percent(mean.rq(), 1),
        String.valueOf(mean.classes()));
  }

  private static ObjectNode mean(PanopticScores.Mean mean) {
    ObjectNode node = JSON.createObjectNode();
    putFigure(node, "pq", mean.pq());
    putFigure(node, "sq", mean.sq());
    putFigure(node, "rq", mean.rq());
    return node.put("n", mean.classes());
  }

  private static ObjectNode classScore(PanopticScores.ClassScore score) {
    ClassSums sums = score.sums();
    ObjectNode node = JSON.createObjectNode();
    putFigure(node, "pq", sums.panopticQuality());
    putFigure(node, "sq", sums.segmentationQuality());
    putFigure(node, "rq", sums.recognitionQuality());
    putSums(node, sums);
    return node.put("name", score.category().name());
  }

  private static void putSums(ObjectNode node, ClassSums sums) {
    putFigure(node, "iou", sums.iou());
    node.put("tp", sums.truePositives());
    node.put("fp", sums.falsePositives());
    node.put("fn", sums.falseNegatives());
  }

  /** JSON has no infinity, which a wrong area in the truth can bring about: it becomes a text. */
  private static void putFigure(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else if (Double.isInfinite(value)) {
      node.put(name, value > 0 ? "inf" : "-inf");
    } else {
      node.put(name, value);
    }
  }
}
