package dev.pancap.overlay;

import dev.pancap.panoptic.LabelMap;
import java.util.Arrays;

/**
 * A label map cut into horizontal runs of one mark, the runs joined into 4-connected components,
 * and for every pixel the distance to the nearest pixel of another id in its column.
 *
 * <p>Runs make everything but the two column passes independent of the number of pixels: a picture
 * of 640 × 480 has 307,200 pixels and some 5,000 runs.
 */
final class MarkedRegions {
  /** The slot of runs whose mark is not drawn. */
  static final int NO_SLOT = -1;

  private static final int UNBOUNDED = 1 << 29;

  private final int width;
  private final int height;
  private final int[] marks;

  /** First run of each row, and one past the last run at the end. */
  private final int[] rowStart;

  /** First pixel of each run, and the number of pixels at the end. */
  private final int[] start;

  private final int[] slot;
  private final int[] component;
  private final long[] componentArea;
  private final int[] columnDistance;

  private MarkedRegions(int width, int[] ids, int[] marks, int[] rowStart, int[] start) {
    this.width = width;
    this.height = ids.length / width;
    this.marks = marks;
    this.rowStart = rowStart;
    this.start = start;
    this.slot = slots(ids, marks, start);
    this.component = components(slot, rowStart, start, width);
    this.componentArea = areas(component, start);
    this.columnDistance = columnDistances();
  }

  /**
   * @param marks the marks to look at, ascending, each once; other ids are background
   */
  static MarkedRegions of(LabelMap map, int[] marks) {
    int[] ids = map.toArray();
    int width = map.width();
    int height = map.height();
    int[] rowStart = new int[height + 1];
    int[] start = new int[Math.max(1024, 16 * height)];
    int runs = 0;
    for (int y = 0, pixel = 0; y < height; y++) {
      rowStart[y] = runs;
      if (runs + width + 1 > start.length) {
        start = Arrays.copyOf(start, Math.max(runs + width + 1, start.length * 2));
      }
      int previous = ~ids[pixel];
      for (int end = pixel + width; pixel < end; pixel++) {
        int id = ids[pixel];
        if (id != previous) {
          start[runs++] = pixel;
          previous = id;
        }
      }
    }
    rowStart[height] = runs;
    start = Arrays.copyOf(start, runs + 1);
    start[runs] = ids.length;
    return new MarkedRegions(width, ids, marks, rowStart, start);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The marks by slot. */
  int markOfSlot(int slotIndex) {
    return marks[slotIndex];
  }

  int slotCount() {
    return marks.length;
  }

  int runs() {
    return slot.length;
  }

  int firstRunOfRow(int y) {
    return rowStart[y];
  }

  /** The run's first pixel, {@code y * width + x}. */
  int startOf(int run) {
    return start[run];
  }

  /** One past the run's last pixel. */
  int endOf(int run) {
    return start[run + 1];
  }

  /** The index of the run's mark, or {@link #NO_SLOT}. */
  int slotOf(int run) {
    return slot[run];
  }

  /** The component of a run, named by its first run. */
  int componentOf(int run) {
    return component[run];
  }

  long areaOfComponent(int componentIndex) {
    return componentArea[componentIndex];
  }

  /**
   * How many pixels up or down, whichever is nearer, the mark of a run ends; huge where it does
   * not. The picture's border is no end. Meaningless for runs without a slot.
   */
  int columnDistance(int pixel) {
    return columnDistance[pixel];
  }

  /**
   * Told of a stretch of a row: the run that it is part of, and its first column and the one after
   * its last.
   */
  interface StretchVisitor {
    void visit(int run, int from, int to);
  }

  /** The stretches of a row whose mark is not that of the other row in the same columns. */
  void visitDifferences(int y, int otherY, StretchVisitor visitor) {
    Overlaps overlaps = new Overlaps(y, otherY);
    while (overlaps.next()) {
      if (!overlaps.same) {
        visitor.visit(overlaps.current, overlaps.from, overlaps.to);
      }
    }
  }

  private static int[] slots(int[] ids, int[] marks, int[] start) {
    int[] slot = new int[start.length - 1];
    for (int run = 0; run < slot.length; run++) {
      int id = ids[start[run]];
      slot[run] = id == LabelMap.VOID ? NO_SLOT : Math.max(NO_SLOT, Arrays.binarySearch(marks, id));
    }
    return slot;
  }

  private static int[] components(int[] slot, int[] rowStart, int[] start, int width) {
    int[] parent = new int[slot.length];
    for (int run = 0; run < parent.length; run++) {
      parent[run] = run;
    }
    for (int y = 1; y < rowStart.length - 1; y++) {
      int above = rowStart[y - 1];
      int run = rowStart[y];
      while (above < rowStart[y] && run < rowStart[y + 1]) {
        int aboveEnd = start[above + 1] + width;
        int runEnd = start[run + 1];
        if (slot[above] == slot[run]
            && slot[run] != NO_SLOT
            && start[above] + width < runEnd
            && start[run] < aboveEnd) {
          int a = root(parent, above);
          int b = root(parent, run);
          parent[Math.max(a, b)] = Math.min(a, b);
        }
        if (aboveEnd <= runEnd) {
          above++;
        }
        if (runEnd <= aboveEnd) {
          run++;
        }
      }
    }
    for (int run = 0; run < parent.length; run++) {
      parent[run] = parent[parent[run]];
    }
    return parent;
  }

  private static int root(int[] parent, int run) {
    int at = run;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  private static long[] areas(int[] component, int[] start) {
    long[] areas = new long[component.length];
    for (int run = 0; run < component.length; run++) {
      areas[component[run]] += start[run + 1] - start[run];
    }
    return areas;
  }

  /**
   * Two passes, down and up. A row is compared with its neighbour run by run, so that the loops
   * over pixels have no branch and become vector instructions.
   */
  private int[] columnDistances() {
    int[] distance = new int[start[start.length - 1]];
    Arrays.fill(distance, 0, width, UNBOUNDED);
    for (int y = 1; y < height; y++) {
      Overlaps overlaps = new Overlaps(y, y - 1);
      while (overlaps.next()) {
        int row = y * width;
        if (overlaps.same) {
          addOne(distance, row + overlaps.from, row + overlaps.to, width);
        } else {
          Arrays.fill(distance, row + overlaps.from, row + overlaps.to, 1);
        }
      }
    }
    int[] below = new int[width];
    Arrays.fill(below, UNBOUNDED);
    for (int y = height - 2; y >= 0; y--) {
      Overlaps overlaps = new Overlaps(y, y + 1);
      while (overlaps.next()) {
        if (overlaps.same) {
          addOne(below, overlaps.from, overlaps.to);
        } else {
          Arrays.fill(below, overlaps.from, overlaps.to, 1);
        }
      }
      takeLess(distance, y * width, below);
    }
    return distance;
  }

  private static void addOne(int[] values, int from, int to, int step) {
    for (int i = from; i < to; i++) {
      values[i] = values[i - step] + 1;
    }
  }

  private static void addOne(int[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i]++;
    }
  }

  /** The lesser of each two, written so that the loop becomes vector instructions. */
  private static void takeLess(int[] values, int at, int[] others) {
    for (int i = 0; i < others.length; i++) {
      int difference = values[at + i] - others[i];
      values[at + i] = others[i] + (difference & difference >> 31);
    }
  }

  /** The stretches of columns in which two neighbouring rows each have one run. */
  private final class Overlaps {
    private final int row;
    private final int otherRow;
    private int run;
    private int current;
    private int other;
    private int from;
    private int to;
    private boolean same;

    Overlaps(int y, int otherY) {
      this.row = y * width;
      this.otherRow = otherY * width;
      this.run = rowStart[y];
      this.other = rowStart[otherY];
    }

    boolean next() {
      from = to;
      if (from == width) {
        return false;
      }
      int end = start[run + 1] - row;
      int otherEnd = start[other + 1] - otherRow;
      to = Math.min(end, otherEnd);
      current = run;
      same = slot[run] == slot[other] && slot[run] != NO_SLOT;
      run += to == end ? 1 : 0;
      other += to == otherEnd ? 1 : 0;
      return true;
    }
  }
}
