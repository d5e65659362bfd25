package dev.pancap.eval.pgc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.CaptionEvaluation;
import dev.pancap.eval.caption.CaptionMeasures;
import dev.pancap.eval.caption.CaptionScores;
import dev.pancap.eval.caption.CaptionedImage;
import dev.pancap.eval.panoptic.ClassGrouping;
import dev.pancap.eval.panoptic.PanopticFault;
import dev.pancap.eval.panoptic.PanopticQuality;
import dev.pancap.eval.panoptic.PanopticQualityState;
import dev.pancap.eval.panoptic.PanopticReport;
import dev.pancap.eval.panoptic.PanopticResults;
import dev.pancap.eval.panoptic.PanopticScores;
import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.table.TextTable;
import dev.pancap.panoptic.CategoryTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Scores predicted grounded captions: panoptic quality of their masks, and caption metrics on the
 * plain text with one reference an image. An image without prediction, or with one that does not
 * fit, is reported and left out of both. Images are added in one order to give the same digits. Not
 * safe for use by several threads.
 */
public final class PgcEvaluation {
  private final int predictions;
  private final String classifier;
  private final ClassGrouping grouping;
  private final PgcComparison comparison;
  private final List<CaptionedImage> captions = new ArrayList<>();
  private final List<PanopticReport.Problem> problems = new ArrayList<>();
  private PanopticQualityState state = PanopticQualityState.empty();
  private int images;

  public PgcEvaluation(
      Map<String, PredictedCaption> predictions, PhraseClassifier classifier, CategoryTable table) {
    this.predictions = predictions.size();
    this.classifier = classifier.name();
    grouping = PgcComparison.grouping(table);
    comparison = new PgcComparison(predictions, classifier, table);
  }

  /**
   * Compares and adds one image of the truth.
   *
   * @param caption the true caption, plain
   */
  public void add(long imageId, PanopticQuality.Side truth, String caption) {
    add(comparison.compare(imageId, truth, caption));
  }

  /** Adds an image that was compared, here or elsewhere. */
  public void add(PgcImage image) {
    images++;
    if (image.problem() != null) {
      problems.add(image.problem());
    }
    if (image.quality() != null) {
      state = state.plus(image.quality());
    }
    if (image.captions() != null) {
      captions.add(image.captions());
    }
  }

  /**
   * The figures of all images that were added.
   *
   * @throws ConfigException if no image could be compared
   */
  public MetricResult result(CaptionMeasures measures) {
    return result(new CaptionEvaluation(measures, done -> {})::score);
  }

  /**
   * The figures of all images that were added.
   *
   * @param scoring scores the captions
   * @throws ConfigException if no image could be compared
   */
  public MetricResult result(Function<List<CaptionedImage>, CaptionScores> scoring) {
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
    CaptionScores scores = scoring.apply(captions);
    ObjectNode json = PanopticResults.toJson(report);
    json.put("phrase_to_class", classifier);
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
    int spare = predictions - (images - missing());
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
