package dev.pancap.segment;

/**
 * Bilinear interpolation along one axis as PyTorch does it with {@code align_corners=False}: target
 * pixel i lies at {@code (i + 0.5) * source / target - 0.5}, not below 0, between two neighbours.
 */
final class Lerp {
  private final int[] low;
  private final float[] toHigh;
  private final int last;

  private Lerp(int[] low, float[] toHigh, int last) {
    this.low = low;
    this.toHigh = toHigh;
    this.last = last;
  }

  static Lerp of(int source, int target) {
    int[] low = new int[target];
    float[] toHigh = new float[target];
    float scale = (float) source / target;
    for (int i = 0; i < target; i++) {
      float at = Math.max(0, scale * (i + 0.5f) - 0.5f);
      low[i] = Math.min((int) at, source - 1);
      toHigh[i] = Math.min(at - low[i], 1);
    }
    return new Lerp(low, toHigh, source - 1);
  }

  int low(int i) {
    return low[i];
  }

  int high(int i) {
    return Math.min(low[i] + 1, last);
  }

  /** The share of the higher neighbour, 0 to 1. */
  float toHigh(int i) {
    return toHigh[i];
  }

  int size() {
    return low.length;
  }

  /**
   * Where the targets of each source cell begin: those between source pixels c and c + 1 are {@code
   * starts[c]} to {@code starts[c + 1]}.
   */
  int[] cellStarts() {
    int[] starts = new int[last + 2];
    int target = 0;
    for (int cell = 0; cell <= last; cell++) {
      while (target < low.length && low[target] < cell) {
        target++;
      }
      starts[cell] = target;
    }
    starts[last + 1] = low.length;
    return starts;
  }
}
