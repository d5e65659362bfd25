package dev.pancap.mask;

/** Where the foreground of runs lies. There must be some. */
final class RunMoments {
  private RunMoments() {}

  /** The smallest box around it. */
  static BoundingBox boundingBox(RunLengths runs) {
    int height = runs.height();
    int[] counts = runs.runs();
    int left = -1;
    int right = 0;
    int top = height;
    int bottom = 0;
    int start = 0;
    for (int i = 0; i < counts.length; i++) {
      int run = counts[i];
      if ((i & 1) == 1 && run > 0) {
        int last = start + run - 1;
        int firstColumn = start / height;
        int lastColumn = last / height;
        left = left < 0 ? firstColumn : left;
        right = lastColumn;
        boolean oneColumn = firstColumn == lastColumn;
        top = Math.min(top, oneColumn ? start - firstColumn * height : 0);
        bottom = Math.max(bottom, oneColumn ? last - lastColumn * height : height - 1);
      }
      start += run;
    }
    return new BoundingBox(left, top, right - left + 1, bottom - top + 1);
  }

  /** The mean column and row of its pixel centres. */
  static Centroid centroid(RunLengths runs) {
    int height = runs.height();
    int[] counts = runs.runs();
    long sumX = 0;
    long sumY = 0;
    int start = 0;
    for (int i = 0; i < counts.length; i++) {
      int end = start + counts[i];
      if ((i & 1) == 1) {
        for (int from = start; from < end; ) {
          int x = from / height;
          int to = Math.min(end, (x + 1) * height);
          long rows = to - from;
          sumX += x * rows;
          sumY += rows * (from - x * height + to - 1 - x * height);
          from = to;
        }
      }
      start = end;
    }
    return new Centroid((double) sumX / runs.areaPixels(), sumY / 2.0 / runs.areaPixels());
  }
}
