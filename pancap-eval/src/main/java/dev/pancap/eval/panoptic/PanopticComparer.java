package dev.pancap.eval.panoptic;

import java.io.Serializable;
import java.nio.file.Path;

/**
 * Reads the masks of one image after the other and compares them. Safe for use by several threads,
 * and on other machines where the folders are there under the same names.
 *
 * @param predictionFile names the predictions in messages
 */
public record PanopticComparer(
    String truthMasks,
    String predictionMasks,
    String predictionFile,
    ClassGrouping grouping,
    PanopticEvaluation.Options options)
    implements Serializable {

  /** The outcome, a fault among them: this throws nothing for a bad image. */
  public PanopticOutcome compare(PanopticPair pair) {
    EvaluatedAnnotation truth = pair.truth();
    try {
      return new PanopticOutcome(truth, quality(pair), null);
    } catch (PanopticFault e) {
      return new PanopticOutcome(truth, null, e);
    }
  }

  private ImageQuality quality(PanopticPair pair) {
    EvaluatedAnnotation truth = pair.truth();
    EvaluatedAnnotation prediction = pair.prediction();
    if (prediction == null) {
      throw missing(predictionFile, truth.imageId());
    }
    requireSound(truth);
    requireSound(prediction);
    return new PanopticQuality(grouping, options.rigor())
        .compare(
            side(truthMasks, truth, truth.imageId()),
            side(predictionMasks, prediction, truth.imageId()),
            "image " + truth.imageId());
  }

  private PanopticQuality.Side side(String folder, EvaluatedAnnotation image, String imageId) {
    MaskFolder masks = new MaskFolder(Path.of(folder), options.limits(), options.rigor());
    return new PanopticQuality.Side(masks.read(image.maskName(), imageId), image.segments());
  }

  static PanopticFault missing(String predictionFile, String imageId) {
    return new PanopticFault(
        PanopticFault.Kind.PREDICTION_MISSING,
        "%s has no prediction for image %s".formatted(predictionFile, imageId));
  }

  private static void requireSound(EvaluatedAnnotation annotation) {
    if (annotation.fault() != null) {
      throw new PanopticFault(PanopticFault.Kind.ANNOTATION_MALFORMED, annotation.fault());
    }
  }
}
