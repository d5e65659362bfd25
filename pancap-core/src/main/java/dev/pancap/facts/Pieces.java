package dev.pancap.facts;

import java.util.Arrays;

/**
 * Finds the connected pieces of all regions at once, from the runs of equal pixels of each row:
 * union-find over runs, eight neighbours.
 */
final class Pieces {
  private int[] parent = new int[1024];
  private int[] region = new int[1024];
  private int[] area = new int[1024];
  private int runs;

  /** The area of the largest piece of each region, in pixels. */
  int[] largest(int regions) {
    int[] largest = new int[regions];
    int[] total = new int[runs];
    for (int run = 0; run < runs; run++) {
      int root = find(run);
      total[root] += area[run];
      largest[region[run]] = Math.max(largest[region[run]], total[root]);
    }
    return largest;
  }

  /** Adds a run and returns its number. */
  int add(int regionOfRun, int length) {
    if (runs == parent.length) {
      parent = Arrays.copyOf(parent, 2 * runs);
      region = Arrays.copyOf(region, 2 * runs);
      area = Arrays.copyOf(area, 2 * runs);
    }
    parent[runs] = runs;
    region[runs] = regionOfRun;
    area[runs] = length;
    return runs++;
  }

  void join(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  private int find(int run) {
    int at = run;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
