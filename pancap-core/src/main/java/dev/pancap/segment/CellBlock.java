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
  private final float[][] most;
  private final float[][] least;
  private final int[] members;
  private final float[] bestLeast = new float[WIDTH * HEIGHT];
  private int size;
  private int left;
  private int top;
  private int width;
  private int height;

  CellBlock(MaskLogits masks, int queries) {
    this.masks = masks;
    this.members = new int[queries];
    this.most = new float[queries][];
    this.least = new float[queries][];
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
    return most[i][cell];
  }

  float least(int i, int cell) {
    return least[i][cell];
  }

  /** The largest of the queries' least logits in a cell. */
  float bestLeast(int cell) {
    return bestLeast[cell];
  }

  /**
   * @param number of the query for the caller
   * @param query its place among the masks
   */
  void add(int number, int query) {
    if (most[size] == null) {
      most[size] = new float[WIDTH * HEIGHT];
      least[size] = new float[WIDTH * HEIGHT];
    }
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
    float a = values[upper + left];
    float b = values[lower + left];
    float leftMost = a > b ? a : b;
    float leftLeast = a > b ? b : a;
    for (int i = 0, cell = row * WIDTH; i < width; i++, cell++) {
      int next = Math.min(left + i + 1, last);
      a = values[upper + next];
      b = values[lower + next];
      float rightMost = a > b ? a : b;
      float rightLeast = a > b ? b : a;
      float low = leftLeast < rightLeast ? leftLeast : rightLeast;
      most[size][cell] = leftMost > rightMost ? leftMost : rightMost;
      least[size][cell] = low;
      bestLeast[cell] = low > bestLeast[cell] ? low : bestLeast[cell];
      leftMost = rightMost;
      leftLeast = rightLeast;
    }
  }
}
