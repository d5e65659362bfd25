package dev.pancap.eval.pgc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.CaptionEvaluation;
import dev.pancap.eval.caption.CaptionMetric;
import dev.pancap.eval.caption.CaptionScores;
import dev.pancap.eval.caption.CaptionedImage;
import dev.pancap.eval.caption.ImageId;
import dev.pancap.eval.panoptic.ClassGrouping;
import dev.pancap.eval.panoptic.EvaluatedCategory;
import dev.pancap.eval.panoptic.PanopticFault;
import dev.pancap.eval.panoptic.PanopticQuality;
import dev.pancap.eval.panoptic.PanopticQualityState;
import dev.pancap.eval.panoptic.PanopticReport;
import dev.pancap.eval.panoptic.PanopticResults;
import dev.pancap.eval.panoptic.PanopticScores;
import dev.pancap.eval.panoptic.Rigor;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import dev.pancap.panoptic.CategoryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Scores predicted grounded captions: panoptic quality of their masks, and caption metrics on the
 * plain text with one reference an image. An image without prediction, or with one that does not
 * fit, is reported and left out of both. Not safe for use by several threads.
 */
public final class PgcEvaluation {
  private final Map<String, PredictedCaption> predictions;
  private final PhraseClassifier classifier;
  private final PanopticFromPhrases painter;
  private final ClassGrouping grouping;
  private final PanopticQuality quality;
  private final List<CaptionedImage> captions = new ArrayList<>();
  private final List<PanopticReport.Problem> problems = new ArrayList<>();
  private PanopticQualityState state = PanopticQualityState.empty();
  private int images;

  public PgcEvaluation(
      Map<String, PredictedCaption> predictions, PhraseClassifier classifier, CategoryTable table) {
    this.predictions = predictions;
    this.classifier = classifier;
    painter = new PanopticFromPhrases(classifier);
    grouping =
        ClassGrouping.of(
            ClassGrouping.Rule.BY_CATEGORY,
            table.all().stream()
                .map(c -> new EvaluatedCategory(c.id(), c.name(), c.isThing()))
                .toList());
    quality = new PanopticQuality(grouping, Rigor.REPORT_AND_GO_ON);
  }

  /**
   * Compares one image of the truth.
   *
   * @param caption the true caption, plain
   */
  public void add(long imageId, PanopticQuality.Side truth, String caption) {
    images++;
    String id = String.valueOf(imageId);
    PredictedCaption prediction = predictions.get(id);
    if (prediction == null) {
      problems.add(
          new PanopticReport.Problem(
              id, PanopticFault.Kind.PREDICTION_MISSING, "image " + id + " has no prediction"));
      return;
    }
    try {
      PanopticQuality.Side painted =
          painter.paint(
              prediction.masks(truth.map().width(), truth.map().height()),
              truth.map().width(),
              truth.map().height());
      CaptionedImage captioned =
          new CaptionedImage(new ImageId(id, true), prediction.caption(), List.of(caption));
      state = state.plus(quality.compare(truth, painted, "image " + id));
      captions.add(captioned);
    } catch (ConfigException e) {
      problems.add(
          new PanopticReport.Problem(
              id, PanopticFault.Kind.ANNOTATION_MALFORMED, String.valueOf(e.getMessage())));
    }
  }

  /**
   * The figures of all images that were added.
   *
   * @throws ConfigException if no image could be compared
   */
  public MetricResult result(Set<CaptionMetric> metrics) {
    ConfigException.check(
        !captions.isEmpty(),
        "None of the %d images could be compared. The first problem: %s",
        images,
        problems.isEmpty() ? "the truth is empty" : problems.get(0).detail());
    PanopticReport report =
        new PanopticReport(
            PanopticScores.of(state, grouping),
            state,
            images,
            images - problems.size(),
            problems,
            List.of());
    CaptionScores scores =
        new CaptionEvaluation(metrics, new CaptionEvaluation.Resources(null, null), done -> {})
            .score(captions);
    ObjectNode json = PanopticResults.toJson(report);
    json.put("phrase_to_class", classifier.name());
    ObjectNode figures = json.putObject("captions");
    TextTable table = TextTable.of("captions", "");
    scores
        .metrics()
        .forEach(
            (name, value) -> {
              MetricResult.put(figures, name, value);
              table.row(name, TextTable.percent(value, 1));
            });
    addSpare(json);
    return new MetricResult(json, PanopticResults.toTable(report) + "\n" + table);
  }

  private void addSpare(ObjectNode json) {
    ArrayNode list = json.withArray("notes");
    int spare = predictions.size() - (images - missing());
    if (spare > 0) {
      list.add(spare + " predictions belong to no image of the truth");
    }
  }

  private int missing() {
    return (int)
        problems.stream()
            .filter(problem -> problem.kind() == PanopticFault.Kind.PREDICTION_MISSING)
            .count();
  }
}
