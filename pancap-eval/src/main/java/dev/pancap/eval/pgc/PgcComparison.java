package dev.pancap.eval.pgc;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.CaptionedImage;
import dev.pancap.eval.caption.ImageId;
import dev.pancap.eval.panoptic.ClassGrouping;
import dev.pancap.eval.panoptic.EvaluatedCategory;
import dev.pancap.eval.panoptic.ImageQuality;
import dev.pancap.eval.panoptic.PanopticFault;
import dev.pancap.eval.panoptic.PanopticQuality;
import dev.pancap.eval.panoptic.PanopticReport;
import dev.pancap.eval.panoptic.Rigor;
import dev.pancap.panoptic.CategoryTable;
import java.util.List;
import java.util.Map;

/** Compares images with their predictions, one by one. Not safe for use by several threads. */
public final class PgcComparison {
  private final Map<String, PredictedCaption> predictions;
  private final PanopticFromPhrases painter;
  private final PanopticQuality quality;

  public PgcComparison(
      Map<String, PredictedCaption> predictions, PhraseClassifier classifier, CategoryTable table) {
    this.predictions = predictions;
    painter = new PanopticFromPhrases(classifier);
    quality = new PanopticQuality(grouping(table), Rigor.REPORT_AND_GO_ON);
  }

  static ClassGrouping grouping(CategoryTable table) {
    return ClassGrouping.of(
        ClassGrouping.Rule.BY_CATEGORY,
        table.all().stream()
            .map(c -> new EvaluatedCategory(c.id(), c.name(), c.isThing()))
            .toList());
  }

  /**
   * Compares one image of the truth.
   *
   * @param caption the true caption, plain
   */
  public PgcImage compare(long imageId, PanopticQuality.Side truth, String caption) {
    String id = String.valueOf(imageId);
    PredictedCaption prediction = predictions.get(id);
    if (prediction == null) {
      return problem(
          id, PanopticFault.Kind.PREDICTION_MISSING, "image " + id + " has no prediction");
    }
    int width = truth.map().width();
    int height = truth.map().height();
    try {
      PanopticQuality.Side painted = painter.paint(prediction.masks(width, height), width, height);
      CaptionedImage captions =
          new CaptionedImage(new ImageId(id, true), prediction.caption(), List.of(caption));
      ImageQuality compared = quality.compare(truth, painted, "image " + id);
      return new PgcImage(compared, captions, null);
    } catch (ConfigException e) {
      return problem(id, PanopticFault.Kind.ANNOTATION_MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static PgcImage problem(String imageId, PanopticFault.Kind kind, String detail) {
    return new PgcImage(null, null, new PanopticReport.Problem(imageId, kind, detail));
  }
}
