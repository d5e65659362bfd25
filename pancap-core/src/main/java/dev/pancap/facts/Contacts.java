package dev.pancap.facts;

import java.util.HashMap;
import java.util.Map;

/** How long the borders between regions are, by which of the two lies left or on top. */
final class Contacts {
  /** Beyond this many regions a full table would be too large. */
  private static final int MOST_DENSE = 512;

  private final int regions;
  private final int[] dense;
  private final Map<Long, Integer> sparse = new HashMap<>();

  Contacts(int regions) {
    this.regions = regions;
    this.dense = regions <= MOST_DENSE ? new int[2 * regions * regions] : new int[0];
  }

  void addBeside(int left, int right) {
    add(left, right, 0);
  }

  void addAbove(int upper, int lower) {
    add(upper, lower, 1);
  }

  /** Rows in which {@code left} is directly left of {@code right}. */
  int beside(int left, int right) {
    return get(left, right, 0);
  }

  /** Columns in which {@code upper} is directly above {@code lower}, each crossing counted. */
  int above(int upper, int lower) {
    return get(upper, lower, 1);
  }

  private void add(int a, int b, int kind) {
    if (dense.length > 0) {
      dense[2 * (a * regions + b) + kind]++;
    } else {
      sparse.merge(key(a, b, kind), 1, Integer::sum);
    }
  }

  private int get(int a, int b, int kind) {
    return dense.length > 0
        ? dense[2 * (a * regions + b) + kind]
        : sparse.getOrDefault(key(a, b, kind), 0);
  }

  private long key(int a, int b, int kind) {
    return 2L * ((long) a * regions + b) + kind;
  }
}
