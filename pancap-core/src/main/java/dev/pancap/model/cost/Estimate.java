package dev.pancap.model.cost;

import java.io.Serializable;

/**
 * A figure that is not known yet, and the interval that holds it in 19 of 20 cases.
 *
 * @param low the interval's lower end, not below 0
 */
public record Estimate(double low, double expected, double high) implements Serializable {
  public static final Estimate ZERO = new Estimate(0, 0, 0);

  /** Half the width of a normal distribution's 95 % interval, in standard deviations. */
  private static final double WIDTH = 1.96;

  /**
   * The sum of {@code count} further values, from {@code seen} values with this mean and standard
   * deviation: the values scatter, and the mean is itself known from a sample only. Their variances
   * add up to {@code count * d^2 + count^2 * d^2 / seen}.
   */
  public static Estimate ofSum(long count, long seen, double mean, double deviation) {
    double variance = deviation * deviation * (count + (double) count * count / Math.max(1, seen));
    double half = WIDTH * Math.sqrt(variance);
    return new Estimate(Math.max(0, count * mean - half), count * mean, count * mean + half);
  }

  /** The interval of a sum whose parts err independently. */
  public Estimate plus(Estimate other) {
    double sum = expected + other.expected;
    double down = Math.hypot(expected - low, other.expected - other.low);
    double up = Math.hypot(high - expected, other.high - other.expected);
    return new Estimate(Math.max(0, sum - down), sum, sum + up);
  }

  public Estimate times(double factor) {
    return new Estimate(low * factor, expected * factor, high * factor);
  }
}
