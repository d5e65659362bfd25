package dev.pancap.eval.statistics;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * A whole number a row, summed up: what mean and extremes are computed from.
 *
 * @param min {@code Long.MAX_VALUE} where nothing was counted
 * @param max {@code Long.MIN_VALUE} where nothing was counted
 */
public record Figure(long count, long sum, long min, long max) implements Serializable {
  public static final Figure EMPTY = new Figure(0, 0, Long.MAX_VALUE, Long.MIN_VALUE);

  public static Figure of(long value) {
    return new Figure(1, value, value, value);
  }

  public Figure plus(Figure other) {
    return new Figure(
        count + other.count, sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
  }

  /** Empty if nothing was counted. */
  public OptionalDouble mean() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum / count);
  }
}
