package dev.pancap.segment;

import java.util.Arrays;

/**
 * The least and largest logits of queries in the cells of a block. A cell lies between four mask
 * values that are neighbours; all values in it lie between their least and their largest.
 */
final class CellBlock {
  /** Cells across and down. */
  static final int WIDTH = 32;

  static final int HEIGHT = 8;

  private final MaskLogits masks;
  private static final int CELLS = WIDTH * HEIGHT;

  /** Member after member. */
  private final float[] most;

  private final float[] least;
  private final int[] members;
  private final float[][] probabilities;
  private final int[] queries;
  private final float[] bestLeast = new float[CELLS];
  private int size;
  private int left;
  private int top;
  private int width;
  private int height;

  CellBlock(MaskLogits masks, int queries) {
    this.masks = masks;
    this.members = new int[queries];
    this.most = new float[queries * CELLS];
    this.least = new float[queries * CELLS];
    this.probabilities = new float[queries][];
    this.queries = new int[queries];
  }

  /** Starts over at another place. */
  void moveTo(int column, int row) {
    left = column;
    top = row;
    width = Math.min(WIDTH, masks.width() - column);
    height = Math.min(HEIGHT, masks.height() - row);
    size = 0;
    Arrays.fill(bestLeast, Float.NEGATIVE_INFINITY);
  }

  int left() {
    return left;
  }

  int top() {
    return top;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** How many queries were added. */
  int size() {
    return size;
  }

  /** The number under which the i-th query was added. */
  int member(int i) {
    return members[i];
  }

  /** The largest logit of the i-th query in a cell. */
  float most(int i, int cell) {
    return most[i * CELLS + cell];
  }

  float least(int i, int cell) {
    return least[i * CELLS + cell];
  }

  /** The largest of the queries' least logits in a cell. */
  float bestLeast(int cell) {
    return bestLeast[cell];
  }

  /**
   * The sigmoid of the i-th query's mask value in a column and row of the mask, of this block or
   * next to it on the right and below. Computed once.
   */
  float probability(int i, int column, int row) {
    int at = (row - top) * (WIDTH + 1) + column - left;
    float known = probabilities[i][at];
    if (!Float.isNaN(known)) {
      return known;
    }
    float logit = masks.values()[masks.offset(queries[i], row) + column];
    float probability = (float) (1 / (1 + Math.exp(-(double) logit)));
    probabilities[i][at] = probability;
    return probability;
  }

  /**
   * @param number of the query for the caller
   * @param query its place among the masks
   */
  void add(int number, int query) {
    if (probabilities[size] == null) {
      probabilities[size] = new float[(WIDTH + 1) * (HEIGHT + 1)];
    }
    Arrays.fill(probabilities[size], Float.NaN);
    queries[size] = query;
    for (int row = 0; row < height; row++) {
      measure(query, row);
    }
    members[size++] = number;
  }

  private void measure(int query, int row) {
    float[] values = masks.values();
    int upper = masks.offset(query, top + row);
    int lower = masks.offset(query, Math.min(top + row + 1, masks.height() - 1));
    int last = masks.width() - 1;
    // Math.min and max cost the same whatever the values are; at noisy borders branches do not.
    float leftMost = Math.max(values[upper + left], values[lower + left]);
    float leftLeast = Math.min(values[upper + left], values[lower + left]);
    int member = size * CELLS;
    for (int i = 0, cell = row * WIDTH; i < width; i++, cell++) {
      int next = Math.min(left + i + 1, last);
      float a = values[upper + next];
      float b = values[lower + next];
      float rightMost = Math.max(a, b);
      float rightLeast = Math.min(a, b);
      float low = Math.min(leftLeast, rightLeast);
      most[member + cell] = Math.max(leftMost, rightMost);
      least[member + cell] = low;
      bestLeast[cell] = Math.max(low, bestLeast[cell]);
      leftMost = rightMost;
      leftLeast = rightLeast;
    }
  }
}
