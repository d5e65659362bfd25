package dev.pancap.spark.stage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Which task takes which image: a stretch of ascending ids each, of about the same weight, so that
 * a task reads a pack from front to back. Where no weights are known, ids are spread by their hash.
 *
 * @param firstIds the first image id of each task but the first, ascending; empty where ids are
 *     spread by their hash
 */
public record TaskShares(int tasks, long[] firstIds) implements Serializable {
  /** An odd number near 2^64 / golden ratio: it spreads ids that follow one another. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Shares of images of which nothing is known. */
  public static TaskShares byHash(int tasks) {
    return new TaskShares(tasks, new long[0]);
  }

  /**
   * Even shares. None is larger than an even one by more than its heaviest image. There are fewer
   * than {@code most} where an image is heavier than an even share.
   *
   * @param weights by image id, none negative
   */
  public static TaskShares even(Map<Long, Long> weights, int most) {
    double total = 0;
    for (long weight : weights.values()) {
      total += weight;
    }
    List<Long> firstIds = new ArrayList<>();
    double before = 0;
    int share = 0;
    for (Map.Entry<Long, Long> image : new TreeMap<>(weights).entrySet()) {
      int wanted = total == 0 ? 0 : (int) Math.min(most - 1, (long) (before * most / total));
      if (wanted > share) {
        firstIds.add(image.getKey());
        share = wanted;
      }
      before += image.getValue();
    }
    return new TaskShares(
        firstIds.size() + 1, firstIds.stream().mapToLong(Long::longValue).toArray());
  }

  /** The task, from 0, that takes an image. */
  public int taskOf(long imageId) {
    if (firstIds.length == 0) {
      return Math.floorMod(Long.hashCode(imageId * SPREAD), tasks);
    }
    int found = Arrays.binarySearch(firstIds, imageId);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The same in a query. */
  record TaskOf(TaskShares shares) implements UDF1<Long, Integer> {
    @Override
    public Integer call(Long imageId) {
      return shares.taskOf(imageId);
    }
  }
}
