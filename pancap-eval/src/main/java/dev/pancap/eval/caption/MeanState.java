package dev.pancap.eval.caption;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * The mean of image scores. The sum is kept exactly, so that the order of merging does not show:
 * one thread, eight threads and a cluster give the same digits.
 */
public record MeanState(BigDecimal sum, long images) implements Serializable {
  public static final MeanState EMPTY = new MeanState(BigDecimal.ZERO, 0);

  /** The state of one image. */
  public static MeanState of(double score) {
    return new MeanState(new BigDecimal(score), 1);
  }

  public MeanState plus(MeanState other) {
    return new MeanState(sum.add(other.sum), images + other.images);
  }

  /** The mean, 0 for no image. */
  public double mean() {
    return images == 0 ? 0 : sum.doubleValue() / images;
  }
}
