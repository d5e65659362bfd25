package dev.pancap.facts;

import dev.pancap.panoptic.LabelMap;
import java.util.Arrays;

/** The runs of equal marks in a row of pixels, void left out. */
final class RowRuns {
  final int[] starts;
  final int[] ends;
  final int[] regions;

  /** The numbers of the runs among all pieces. */
  final int[] pieces;

  int count;

  RowRuns(int width) {
    starts = new int[width];
    ends = new int[width];
    regions = new int[width];
    pieces = new int[width];
  }

  void read(LabelMap marks, int y, RegionIndex index) {
    count = 0;
    int width = marks.width();
    int row = y * width;
    int x = 0;
    while (x < width) {
      int mark = marks.idAt(row + x);
      int end = x + 1;
      while (end < width && marks.idAt(row + end) == mark) {
        end++;
      }
      int region = index.of(mark);
      if (region >= 0) {
        starts[count] = x;
        ends[count] = end;
        regions[count++] = region;
      }
      x = end;
    }
  }

  /** Writes the region of each pixel, -1 for void. */
  void fill(int[] row) {
    int x = 0;
    for (int run = 0; run < count; run++) {
      Arrays.fill(row, x, starts[run], -1);
      Arrays.fill(row, starts[run], ends[run], regions[run]);
      x = ends[run];
    }
    Arrays.fill(row, x, row.length, -1);
  }
}
