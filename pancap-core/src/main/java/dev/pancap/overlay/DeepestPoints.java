package dev.pancap.overlay;

import dev.pancap.mask.BoundingBox;
import java.util.Arrays;

/**
 * Finds, for each mark, the pixel of its largest component that is farthest from everything that is
 * not of that component, the outside of the picture included.
 *
 * <p>The Euclidean distance transform is exact and separable (Meijster, Roerdink and Hesselink,
 * 2000): the square of a pixel's distance is the least {@code (x - x')² + g(x')²} over the pixels
 * x' of its row, where g is the distance along the column. Inside a run of one component only that
 * run and the two pixels that bound it matter, for a parabola beyond them lies above theirs. The
 * integer form finds the lower envelope of the parabolas in linear time.
 *
 * <p>Only the maximum is wanted, so most rows are never transformed: a run in which no pixel can be
 * as deep as the best one so far is skipped. Of equally deep pixels the one nearest to the
 * component's centroid wins, then the first row by row: the middle of a long band, not its end.
 */
final class DeepestPoints {

  /**
   * A mark's deepest point.
   *
   * @param depthSquared squared distance, in pixels, from the centre of the pixel to that of the
   *     nearest pixel outside
   * @param areaPixels of the component that holds it
   * @param box of that component
   */
  record Point(int mark, int x, int y, long depthSquared, long areaPixels, BoundingBox box) {}

  private final MarkedRegions regions;
  private final int[] columnDistance;
  private final int[] site;
  private final int[] from;

  private long best;
  private int bestPixel;
  private double bestOffCentre;
  private double centroidX;
  private double centroidY;

  private DeepestPoints(MarkedRegions regions) {
    this.regions = regions;
    this.columnDistance = new int[regions.width() + 2];
    this.site = new int[regions.width() + 2];
    this.from = new int[regions.width() + 2];
  }

  /**
   * One point a slot, in slot order.
   *
   * @throws IllegalArgumentException if a mark has no pixel
   */
  static Point[] of(MarkedRegions regions) {
    return new DeepestPoints(regions).search();
  }

  private Point[] search() {
    int slots = regions.slotCount();
    int[] largest = largestComponents();
    int[] counts = new int[slots + 1];
    for (int run = 0; run < regions.runs(); run++) {
      if (inLargest(run, largest)) {
        counts[regions.slotOf(run) + 1]++;
      }
    }
    for (int slot = 0; slot < slots; slot++) {
      counts[slot + 1] += counts[slot];
    }
    int[] next = Arrays.copyOf(counts, slots);
    int[] runsOfSlot = new int[counts[slots]];
    for (int run = 0; run < regions.runs(); run++) {
      if (inLargest(run, largest)) {
        runsOfSlot[next[regions.slotOf(run)]++] = run;
      }
    }
    Point[] points = new Point[slots];
    for (int slot = 0; slot < slots; slot++) {
      points[slot] = deepest(slot, Arrays.copyOfRange(runsOfSlot, counts[slot], counts[slot + 1]));
    }
    return points;
  }

  private boolean inLargest(int run, int[] largest) {
    int slot = regions.slotOf(run);
    return slot != MarkedRegions.NO_SLOT && largest[slot] == regions.componentOf(run);
  }

  private int[] largestComponents() {
    int[] largest = new int[regions.slotCount()];
    Arrays.fill(largest, -1);
    for (int run = 0; run < regions.runs(); run++) {
      int slot = regions.slotOf(run);
      if (slot != MarkedRegions.NO_SLOT && regions.componentOf(run) == run) {
        if (largest[slot] < 0
            || regions.areaOfComponent(run) > regions.areaOfComponent(largest[slot])) {
          largest[slot] = run;
        }
      }
    }
    for (int slot = 0; slot < largest.length; slot++) {
      if (largest[slot] < 0) {
        throw new IllegalArgumentException(
            "Mark %d has no pixel in the label map".formatted(regions.markOfSlot(slot)));
      }
    }
    return largest;
  }

  private Point deepest(int slot, int[] runs) {
    int width = regions.width();
    int first = 0;
    int firstBound = 0;
    int left = Integer.MAX_VALUE;
    int right = 0;
    long area = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < runs.length; i++) {
      int start = regions.startOf(runs[i]);
      int length = regions.endOf(runs[i]) - start;
      int x = start % width;
      int y = start / width;
      int bound = Math.min((length + 1) / 2, columnBound(start + length / 2, y));
      if (bound > firstBound) {
        first = i;
        firstBound = bound;
      }
      left = Math.min(left, x);
      right = Math.max(right, x + length);
      area += length;
      sumX += length * (x + (length - 1) / 2.0);
      sumY += (double) length * y;
    }
    centroidX = sumX / area;
    centroidY = sumY / area;
    best = 0;
    transform(runs[first]);
    for (int i = 0; i < runs.length; i++) {
      if (i != first && mayHoldDeepest(runs[i])) {
        transform(runs[i]);
      }
    }
    int top = regions.startOf(runs[0]) / width;
    int bottom = regions.startOf(runs[runs.length - 1]) / width + 1;
    return new Point(
        regions.markOfSlot(slot),
        bestPixel % width,
        bestPixel / width,
        best,
        area,
        new BoundingBox(left, top, right - left, bottom - top));
  }

  /**
   * Whether some pixel of the run could be as deep as the best one. Besides its own column and the
   * ends of its run, four columns on its sides are tried as witnesses that it is not.
   */
  private boolean mayHoldDeepest(int run) {
    int start = regions.startOf(run);
    int length = regions.endOf(run) - start;
    int y = start / regions.width();
    boolean tieWins = (y - centroidY) * (y - centroidY) <= bestOffCentre;
    long enough = tieWins ? best : best + 1;
    int needed = (int) Math.ceil(Math.sqrt(enough));
    for (int i = needed - 1; i <= length - needed; i++) {
      if (columnBound(start + i, y) >= needed) {
        int near = needed / 2;
        int far = needed * 3 / 4;
        if (isApart(start + i - near, y, near, enough)
            && isApart(start + i + near, y, near, enough)
            && isApart(start + i - far, y, far, enough)
            && isApart(start + i + far, y, far, enough)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the outside in a column so many pixels away is far enough. */
  private boolean isApart(int pixel, int y, int columns, long enough) {
    long rows = columnBound(pixel, y);
    return (long) columns * columns + rows * rows >= enough;
  }

  /** How far the outside is along the column, the picture's border counted as outside. */
  private int columnBound(int pixel, int y) {
    return Math.min(regions.columnDistance(pixel), Math.min(y + 1, regions.height() - y));
  }

  /** The distances of one run by the lower envelope of its parabolas; keeps the best pixel. */
  private void transform(int run) {
    int start = regions.startOf(run);
    int length = regions.endOf(run) - start;
    int y = start / regions.width();
    columnDistance[0] = 0;
    columnDistance[length + 1] = 0;
    for (int i = 0; i < length; i++) {
      columnDistance[i + 1] = columnBound(start + i, y);
    }
    int top = 0;
    site[0] = 0;
    from[0] = 0;
    for (int u = 1; u <= length + 1; u++) {
      while (top >= 0 && squared(from[top], site[top]) > squared(from[top], u)) {
        top--;
      }
      if (top < 0) {
        top = 0;
        site[0] = u;
      } else {
        long begins = 1 + separation(site[top], u);
        if (begins <= length + 1) {
          top++;
          site[top] = u;
          from[top] = (int) begins;
        }
      }
    }
    for (int u = length + 1; u >= 0; u--) {
      long distance = squared(u, site[top]);
      if (distance >= best && u > 0 && u <= length) {
        keep(start + u - 1, distance);
      }
      if (u == from[top]) {
        top--;
      }
    }
  }

  private long squared(int u, int siteIndex) {
    long dx = u - siteIndex;
    long g = columnDistance[siteIndex];
    return dx * dx + g * g;
  }

  /** The last column at which site i is at least as near as site u, for i &lt; u. */
  private long separation(int i, int u) {
    long gi = columnDistance[i];
    long gu = columnDistance[u];
    long dividend = (long) (u - i) * (u + i) + gu * gu - gi * gi;
    int divisor = 2 * (u - i);
    // The 32-bit division is several times faster, and enough for all but huge pictures.
    return dividend == (int) dividend
        ? Math.floorDiv((int) dividend, divisor)
        : Math.floorDiv(dividend, (long) divisor);
  }

  private void keep(int pixel, long distance) {
    double dx = pixel % regions.width() - centroidX;
    double dy = pixel / regions.width() - centroidY;
    double offCentre = dx * dx + dy * dy;
    if (distance > best
        || offCentre < bestOffCentre
        || (offCentre == bestOffCentre && pixel < bestPixel)) {
      best = distance;
      bestPixel = pixel;
      bestOffCentre = offCentre;
    }
  }
}
