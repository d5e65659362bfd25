package dev.pancap.eval.panoptic;

import dev.pancap.panoptic.LabelMap;
import java.util.Arrays;

/**
 * How many pixels have truth id g and predicted id p, for every pair that occurs, void included.
 * Pairs are in ascending order of (g, p).
 */
final class OverlapTable {
  private static final int ID_BITS = 24;
  private static final int ID_MASK = (1 << ID_BITS) - 1;

  private final long[] keys;
  private final long[] counts;

  private OverlapTable(long[] keys, long[] counts) {
    this.keys = keys;
    this.counts = counts;
  }

  /**
   * @throws IllegalArgumentException if the maps differ in size
   */
  static OverlapTable of(LabelMap truth, LabelMap prediction) {
    if (truth.width() != prediction.width() || truth.height() != prediction.height()) {
      throw new IllegalArgumentException("Maps of two sizes");
    }
    Counter counter = new Counter();
    int pixels = truth.pixels();
    int g = truth.idAt(0);
    int p = prediction.idAt(0);
    int start = 0;
    // Masks are runs of one pair: one look-up a run, not one a pixel.
    for (int i = 1; i < pixels; i++) {
      int nextG = truth.idAt(i);
      int nextP = prediction.idAt(i);
      if (nextG != g || nextP != p) {
        counter.add(key(g, p), i - start);
        g = nextG;
        p = nextP;
        start = i;
      }
    }
    counter.add(key(g, p), pixels - start);
    return counter.sorted();
  }

  int size() {
    return keys.length;
  }

  int truthId(int index) {
    return (int) (keys[index] >>> ID_BITS);
  }

  int predictedId(int index) {
    return (int) (keys[index] & ID_MASK);
  }

  long pixels(int index) {
    return counts[index];
  }

  /** The pixels of one pair, 0 where it does not occur. */
  long pixelsOf(int truthId, int predictedId) {
    int found = Arrays.binarySearch(keys, key(truthId, predictedId));
    return found < 0 ? 0 : counts[found];
  }

  private static long key(int g, int p) {
    return (long) g << ID_BITS | p;
  }

  /** Counts by key in an open-addressing table; an empty slot has the count 0. */
  private static final class Counter {
    private long[] slots = new long[1024];
    private long[] counts = new long[1024];
    private int used;

    void add(long key, int pixels) {
      int slot = slotOf(key);
      if (counts[slot] == 0) {
        slots[slot] = key;
        used++;
      }
      counts[slot] += pixels;
      if (used * 2 > slots.length) {
        grow();
      }
    }

    private int slotOf(long key) {
      int mask = slots.length - 1;
      long hash = key * 0x9E3779B97F4A7C15L;
      int slot = (int) (hash >>> 32) & mask;
      while (counts[slot] != 0 && slots[slot] != key) {
        slot = slot + 1 & mask;
      }
      return slot;
    }

    private void grow() {
      long[] oldSlots = slots;
      long[] oldCounts = counts;
      slots = new long[oldSlots.length * 2];
      counts = new long[oldSlots.length * 2];
      for (int i = 0; i < oldSlots.length; i++) {
        if (oldCounts[i] != 0) {
          int slot = slotOf(oldSlots[i]);
          slots[slot] = oldSlots[i];
          counts[slot] = oldCounts[i];
        }
      }
    }

    OverlapTable sorted() {
      long[] keys = new long[used];
      int n = 0;
      for (int i = 0; i < slots.length; i++) {
        if (counts[i] != 0) {
          keys[n++] = slots[i];
        }
      }
      Arrays.sort(keys);
      long[] sorted = new long[n];
      for (int i = 0; i < n; i++) {
        sorted[i] = counts[slotOf(keys[i])];
      }
      return new OverlapTable(keys, sorted);
    }
  }
}
