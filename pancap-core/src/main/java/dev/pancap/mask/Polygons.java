package dev.pancap.mask;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Polygons filled as pycocotools 2.0.11 fills them: corners on a grid five times as fine as the
 * pixels, edges stepped along it, the columns' centre lines crossed by them, and even-odd filling.
 * A pixel belongs to the polygon if its centre does, so {@code [0,0, 0,9, 9,9, 9,0]} fills 9 x 9
 * pixels.
 *
 * <p>A polygon is {@code x0, y0, x1, y1, …} in pixels, closed by itself; an odd last number is
 * ignored.
 */
public final class Polygons {
  private static final int SCALE = 5;
  private static final double MAX_COORDINATE = 1e8;
  // A bound on time: 67 million steps take a third of a second.
  private static final long MAX_STEPS = 1L << 26;

  private Polygons() {}

  /**
   * The pixels in any of the polygons of one annotation.
   *
   * @throws BadRecordException as {@link #fill(int, int, double[])}, or if there is no polygon
   */
  public static RunLengths fill(int width, int height, List<double[]> polygons) {
    if (polygons.isEmpty()) {
      throw invalid("an annotation without polygon");
    }
    List<RunLengths> filled = new ArrayList<>(polygons.size());
    for (double[] polygon : polygons) {
      filled.add(fill(width, height, polygon));
    }
    return RunLengths.union(filled);
  }

  /**
   * The pixels in the box.
   *
   * @throws BadRecordException as {@link #fill(int, int, double[])}
   */
  public static RunLengths fill(int width, int height, Box box) {
    return fill(width, height, box.toPolygon());
  }

  /**
   * The pixels in the polygon, which may reach beyond the mask.
   *
   * @throws BadRecordException if there are fewer than three corners, one is not finite or beyond
   *     10^8, or the outline is longer than 13 million pixels (POLYGON_INVALID); if the size is not
   *     between 1 and {@link RunLengths#MAX_PIXELS} pixels (MASK_TOO_LARGE)
   */
  public static RunLengths fill(int width, int height, double[] polygon) {
    int pixels = RunLengths.checkSize(width, height);
    int corners = polygon.length / 2;
    if (corners < 3) {
      throw invalid(
          "a polygon of %d numbers has fewer than three corners".formatted(polygon.length));
    }
    int[] xs = new int[corners + 1];
    int[] ys = new int[corners + 1];
    for (int i = 0; i < corners; i++) {
      xs[i] = fine(polygon[2 * i], i);
      ys[i] = fine(polygon[2 * i + 1], i);
    }
    xs[corners] = xs[0];
    ys[corners] = ys[0];
    Crossings crossings = new Crossings(width, height, xs[0], ys[0]);
    long steps = 0;
    for (int i = 0; i < corners; i++) {
      steps += Math.max(Math.abs(xs[i + 1] - xs[i]), Math.abs(ys[i + 1] - ys[i]));
      if (steps > MAX_STEPS) {
        throw invalid(
            "the outline of a polygon is longer than %d pixels".formatted(MAX_STEPS / SCALE));
      }
      crossings.walk(xs[i], ys[i], xs[i + 1], ys[i + 1]);
    }
    return crossings.fill(pixels);
  }

  private static int fine(double coordinate, int corner) {
    if (!(Math.abs(coordinate) <= MAX_COORDINATE)) {
      throw invalid("corner %d of a polygon has the coordinate %s".formatted(corner, coordinate));
    }
    return (int) (SCALE * coordinate + 0.5);
  }

  private static BadRecordException invalid(String detail) {
    return new BadRecordException(Reason.POLYGON_INVALID, detail);
  }

  /** The pixels, in column-major order, at which the outline crosses the columns' centre lines. */
  private static final class Crossings {
    private final int width;
    private final int height;
    private int[] found = new int[64];
    private int size;
    private int lastX;
    private int lastY;

    Crossings(int width, int height, int x, int y) {
      this.width = width;
      this.height = height;
      this.lastX = x;
      this.lastY = y;
    }

    /**
     * Steps along an edge, both ends included. The arithmetic is pycocotools': the edge is stepped
     * from its lower end along the longer axis, and visited backwards where that is its end.
     */
    void walk(int fromX, int fromY, int toX, int toY) {
      int dx = Math.abs(toX - fromX);
      int dy = Math.abs(toY - fromY);
      if (dx == 0) {
        // Straight up or down: no column is crossed.
        lastX = toX;
        lastY = toY;
        return;
      }
      boolean alongX = dx >= dy;
      boolean backwards = alongX ? fromX > toX : fromY > toY;
      int startX = backwards ? toX : fromX;
      int startY = backwards ? toY : fromY;
      int rise = alongX ? (backwards ? fromY - toY : toY - fromY) : 0;
      int run = alongX ? 0 : (backwards ? fromX - toX : toX - fromX);
      double slope = alongX ? (double) rise / dx : (double) run / dy;
      int last = alongX ? dx : dy;
      for (int d = 0; d <= last; d++) {
        int t = backwards ? last - d : d;
        int x = alongX ? startX + t : (int) (startX + slope * t + 0.5);
        int y = alongX ? (int) (startY + slope * t + 0.5) : startY + t;
        if (x != lastX) {
          cross(x < lastX ? x : x - 1, Math.min(y, lastY));
        }
        lastX = x;
        lastY = y;
      }
    }

    private void cross(int fineX, int fineY) {
      // Pixel k's centre line lies between the fine columns 5k + 2 and 5k + 3.
      if (fineX < 0 || fineX % SCALE != SCALE / 2 || fineX / SCALE >= width) {
        return;
      }
      double y = (fineY + 0.5) / SCALE - 0.5;
      int row = (int) Math.ceil(Math.max(0, Math.min(height, y)));
      if (size == found.length) {
        found = Arrays.copyOf(found, 2 * size);
      }
      found[size++] = fineX / SCALE * height + row;
    }

    /** Even-odd: the value changes at each crossing, and twice at the same pixel is not at all. */
    RunLengths fill(int pixels) {
      Arrays.sort(found, 0, size);
      int[] counts = new int[size + 1];
      int count = 0;
      long area = 0;
      int start = 0;
      for (int i = 0; i < size; i++) {
        if (i + 1 < size && found[i + 1] == found[i]) {
          i++;
          continue;
        }
        counts[count] = found[i] - start;
        area += (count & 1) * (long) counts[count];
        count++;
        start = found[i];
      }
      if (start < pixels || count == 0) {
        counts[count] = pixels - start;
        area += (count & 1) * (long) counts[count];
        count++;
      }
      return RunLengths.trusted(width, height, Arrays.copyOf(counts, count), area);
    }
  }
}
