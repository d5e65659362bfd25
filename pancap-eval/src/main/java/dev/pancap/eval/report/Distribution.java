package dev.pancap.eval.report;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often each whole number occurs. Exact and mergeable: mean, deviation and percentiles are
 * those of the single values. Not safe for use by several threads.
 */
public final class Distribution implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();
  private long size;

  public void add(int value) {
    counts.merge(value, 1L, Long::sum);
    size++;
  }

  /** Takes in what the other one counted. */
  public void merge(Distribution other) {
    other.counts.forEach((value, n) -> counts.merge(value, n, Long::sum));
    size += other.size;
  }

  public long size() {
    return size;
  }

  /** The sum of the values. */
  public long total() {
    long total = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      total += entry.getKey() * entry.getValue();
    }
    return total;
  }

  /** The mean, NaN of nothing. */
  public double mean() {
    return (double) total() / size;
  }

  /** The population's standard deviation, NaN of nothing. */
  public double standardDeviation() {
    double mean = mean();
    double squares = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      double off = entry.getKey() - mean;
      squares += off * off * entry.getValue();
    }
    return Math.sqrt(squares / size);
  }

  /**
   * The percentile by linear interpolation between neighbours, as numpy's default; NaN of nothing.
   *
   * @param percent from 0 (the smallest value) to 100 (the largest); 50 is the median
   */
  public double percentile(double percent) {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("A percentile is from 0 to 100: " + percent);
    }
    if (size == 0) {
      return Double.NaN;
    }
    double position = percent / 100 * (size - 1);
    long below = (long) Math.floor(position);
    double lower = valueAt(below);
    double upper = valueAt(Math.min(below + 1, size - 1));
    return lower + (upper - lower) * (position - below);
  }

  private int valueAt(long rank) {
    long seen = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (rank < seen) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("No rank %d among %d".formatted(rank, size));
  }

  /** The values that occur with their counts, ascending. */
  public SortedMap<Integer, Long> counts() {
    return Collections.unmodifiableSortedMap(counts);
  }

  /** Counts in bins of a width, by the bin's first value; empty bins between full ones included. */
  public SortedMap<Integer, Long> histogram(int width) {
    TreeMap<Integer, Long> bins = new TreeMap<>();
    counts.forEach((value, n) -> bins.merge(Math.floorDiv(value, width) * width, n, Long::sum));
    if (!bins.isEmpty()) {
      for (int bin = bins.firstKey(); bin < bins.lastKey(); bin += width) {
        bins.putIfAbsent(bin, 0L);
      }
    }
    return bins;
  }
}
