package dev.pancap.segment;

import dev.pancap.config.ConfigException;
import java.io.Serializable;

/**
 * How a panoptic network is run and when its masks become segments.
 *
 * @param suffix the variant of {@code model.onnx}: empty, {@code _fp16}, {@code _quantized} …
 * @param scoreThreshold class probability that a query must exceed
 * @param maskThreshold weighted mask probability from which a pixel belongs to a query's own area
 * @param overlapThreshold share of its own area that a query must win
 * @param batchSize pictures of one size computed together
 * @param threads threads of one batch; 0 takes all cores of the machine
 * @param reviewBelowScore segments with a lower score are marked for a person to look at
 */
public record SegmentConfig(
    String suffix,
    double scoreThreshold,
    double maskThreshold,
    double overlapThreshold,
    int batchSize,
    int threads,
    double reviewBelowScore)
    implements Serializable {
  public SegmentConfig {
    share(scoreThreshold, "score-threshold");
    share(maskThreshold, "mask-threshold");
    share(overlapThreshold, "overlap-threshold");
    share(reviewBelowScore, "review-below-score");
    ConfigException.check(batchSize >= 1, "segment.batch-size must be 1 or more: %d", batchSize);
    ConfigException.check(threads >= 0, "segment.threads must be 0 or more: %d", threads);
  }

  private static void share(double value, String key) {
    ConfigException.check(
        value >= 0 && value < 1, "segment.%s must be between 0 and 1: %s", key, value);
  }

  MergeThresholds thresholds() {
    return new MergeThresholds(scoreThreshold, maskThreshold, overlapThreshold);
  }
}
