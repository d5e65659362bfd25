package dev.pancap.mask;

import dev.pancap.panoptic.LabelMap;
import java.util.Arrays;

/**
 * Where the columns of a row-major grid change their value from one row to the next, by column and
 * then by row.
 *
 * <p>This is how runs down the columns are found without walking down a column, which would miss
 * the cache at each step, and without transposing the grid: neighbouring rows are compared from
 * left to right, many pixels at a time, and the few places where they differ are sorted by column
 * by counting.
 */
final class ColumnChanges {
  private final int[] columnStart;
  private final int[] rows;

  private ColumnChanges(int[] columnStart, int[] rows) {
    this.columnStart = columnStart;
    this.rows = rows;
  }

  /** Changes between ids. */
  static ColumnChanges of(LabelMap map) {
    int width = map.width();
    Collector found = new Collector(width, map.height());
    for (int y = 1; y < map.height(); y++) {
      int row = y * width;
      int x = map.nextChangeFromRowAbove(0, y);
      while (x < width) {
        found.add(x++);
        while (x < width && map.idAt(row + x) != map.idAt(row - width + x)) {
          found.add(x++);
        }
        x = map.nextChangeFromRowAbove(x, y);
      }
      found.endRow(y);
    }
    return found.byColumn();
  }

  /** Changes between zero and other values. */
  static ColumnChanges of(int width, int height, byte[] mask) {
    Collector found = new Collector(width, height);
    for (int y = 1; y < height; y++) {
      int row = y * width;
      int end = row + width;
      int i = row;
      while (i < end) {
        int equal = Arrays.mismatch(mask, i, end, mask, i - width, end - width);
        if (equal < 0) {
          break;
        }
        i += equal;
        while (i < end && mask[i] != mask[i - width]) {
          if ((mask[i] == 0) != (mask[i - width] == 0)) {
            found.add(i - row);
          }
          i++;
        }
      }
      found.endRow(y);
    }
    return found.byColumn();
  }

  int size() {
    return rows.length;
  }

  /** The index of the first change in column {@code x}. */
  int from(int x) {
    return columnStart[x];
  }

  /** One past the index of the last change in column {@code x}. */
  int to(int x) {
    return columnStart[x + 1];
  }

  /** The row whose value is another than that of the row above it; ascending within a column. */
  int row(int index) {
    return rows[index];
  }

  private static final class Collector {
    private final int width;
    private final int[] rowEnd;
    private int[] columns = new int[1024];
    private int size;

    Collector(int width, int height) {
      this.width = width;
      this.rowEnd = new int[height];
    }

    void add(int x) {
      if (size == columns.length) {
        columns = Arrays.copyOf(columns, size + (size >> 1));
      }
      columns[size++] = x;
    }

    void endRow(int y) {
      rowEnd[y] = size;
    }

    ColumnChanges byColumn() {
      int[] start = new int[width + 1];
      for (int i = 0; i < size; i++) {
        start[columns[i] + 1]++;
      }
      for (int x = 0; x < width; x++) {
        start[x + 1] += start[x];
      }
      int[] next = Arrays.copyOf(start, width);
      int[] rows = new int[size];
      int i = 0;
      for (int y = 1; y < rowEnd.length; y++) {
        for (; i < rowEnd[y]; i++) {
          rows[next[columns[i]]++] = y;
        }
      }
      return new ColumnChanges(start, rows);
    }
  }
}
