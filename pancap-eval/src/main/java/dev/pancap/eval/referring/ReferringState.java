package dev.pancap.eval.referring;

import java.io.Serializable;

/**
 * Sums over expressions. gIoU is the mean of the IoUs, where an empty target that is predicted
 * empty counts 1; cIoU is the sum of intersections over the sum of unions. LISA adds small
 * constants to the denominators and computes in single precision: its figures differ by less than
 * 1e-6.
 *
 * @param ious the sum of the expressions' IoUs
 */
public record ReferringState(long expressions, double ious, long intersections, long unions)
    implements Serializable {
  public static final ReferringState EMPTY = new ReferringState(0, 0, 0, 0);

  /** One expression, by pixels. */
  public static ReferringState of(long intersection, long union) {
    return new ReferringState(
        1, union == 0 ? 1 : (double) intersection / union, intersection, union);
  }

  public ReferringState plus(ReferringState other) {
    return new ReferringState(
        expressions + other.expressions,
        ious + other.ious,
        intersections + other.intersections,
        unions + other.unions);
  }

  /** NaN of nothing. */
  public double giou() {
    return ious / expressions;
  }

  /** NaN where all unions are empty. */
  public double ciou() {
    return (double) intersections / unions;
  }
}
