package dev.pancap.mask;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.Arrays;
import java.util.List;

/** Two masks walked run by run, without their pixels. */
final class RunMerge {
  enum Rule {
    UNION,
    INTERSECTION
  }

  private RunMerge() {}

  static RunLengths merge(List<RunLengths> masks, Rule rule) {
    if (masks.isEmpty()) {
      throw new IllegalArgumentException("There is no mask to merge");
    }
    if (masks.size() == 1) {
      return masks.get(0);
    }
    // By halves, so that each run is walked log2(n) times and not n times.
    int half = masks.size() / 2;
    return merge(
        merge(masks.subList(0, half), rule), merge(masks.subList(half, masks.size()), rule), rule);
  }

  static RunLengths merge(RunLengths one, RunLengths other, Rule rule) {
    checkSameSize(one, other);
    int[] a = one.runs();
    int[] b = other.runs();
    int[] merged = new int[Math.addExact(a.length, b.length) + 1];
    int size = 0;
    int valueWanted = rule == Rule.UNION ? 1 : 2;
    int leftA = a[0];
    int leftB = b[0];
    int i = 0;
    int j = 0;
    int length = 0;
    boolean foreground = false;
    long area = 0;
    while (true) {
      while (leftA == 0 && ++i < a.length) {
        leftA = a[i];
      }
      while (leftB == 0 && ++j < b.length) {
        leftB = b[j];
      }
      if (i >= a.length || j >= b.length) {
        break;
      }
      boolean set = (i & 1) + (j & 1) >= valueWanted;
      if (set != foreground) {
        merged[size++] = length;
        length = 0;
        foreground = set;
      }
      int step = Math.min(leftA, leftB);
      length += step;
      area += set ? step : 0;
      leftA -= step;
      leftB -= step;
    }
    merged[size++] = length;
    return RunLengths.trusted(one.width(), one.height(), Arrays.copyOf(merged, size), area);
  }

  static long intersectionPixels(int[] a, int[] b) {
    long both = 0;
    int leftA = a[0];
    int leftB = b[0];
    int i = 0;
    int j = 0;
    while (true) {
      while (leftA == 0 && ++i < a.length) {
        leftA = a[i];
      }
      while (leftB == 0 && ++j < b.length) {
        leftB = b[j];
      }
      if (i >= a.length || j >= b.length) {
        return both;
      }
      int step = Math.min(leftA, leftB);
      both += step & -(i & j & 1);
      leftA -= step;
      leftB -= step;
    }
  }

  static void checkSameSize(RunLengths one, RunLengths other) {
    if (one.width() != other.width() || one.height() != other.height()) {
      throw new BadRecordException(
          Reason.MASK_SIZE_MISMATCH,
          "masks of %d x %d and %d x %d have no pixels in common"
              .formatted(one.width(), one.height(), other.width(), other.height()));
    }
  }
}
