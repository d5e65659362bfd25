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
  // A bound on time and memory; 64 MiB of crossings.
  private static final int MAX_CROSSINGS = 1 << 24;

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
   *     10^8, or the outline crosses more than 16 million columns (POLYGON_INVALID); if the size is
   *     not between 1 and {@link RunLengths#MAX_PIXELS} pixels (MASK_TOO_LARGE)
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
    Crossings crossings = new Crossings(width, height);
    for (int i = 0; i < corners; i++) {
      crossings.addEdge(xs[i], ys[i], xs[i + 1], ys[i + 1]);
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

  /**
   * The pixels, in column-major order, at which the outline crosses the columns' centre lines.
   *
   * <p>pycocotools steps along each edge on the fine grid, from its lower end along its longer
   * axis, and rounds the other coordinate. Pixel k's centre line lies between the fine columns 5k +
   * 2 and 5k + 3, so only the steps between those two matter; the others are not taken. The
   * rounding of those that are is the same, to the last bit.
   */
  private static final class Crossings {
    private static final int BEFORE_CENTRE = SCALE / 2;

    private final int width;
    private final int height;
    private int[] found = new int[64];
    private int size;

    Crossings(int width, int height) {
      this.width = width;
      this.height = height;
    }

    void addEdge(int fromX, int fromY, int toX, int toY) {
      int dx = Math.abs(toX - fromX);
      int dy = Math.abs(toY - fromY);
      if (dx == 0) {
        return;
      }
      boolean swapped = dx >= dy ? fromX > toX : fromY > toY;
      int startX = swapped ? toX : fromX;
      int startY = swapped ? toY : fromY;
      int endX = swapped ? fromX : toX;
      int endY = swapped ? fromY : toY;
      int first = Math.max(0, column(Math.min(fromX, toX)));
      int last = Math.min(width, column(Math.max(fromX, toX)));
      if (dx >= dy) {
        double slope = (double) (endY - startY) / dx;
        for (int k = first; k < last; k++) {
          int t = SCALE * k + BEFORE_CENTRE - startX;
          int y = (int) (startY + slope * t + 0.5);
          int nextY = (int) (startY + slope * (t + 1) + 0.5);
          add(k, Math.min(y, nextY));
        }
      } else {
        double slope = (double) (endX - startX) / dy;
        for (int k = first; k < last; k++) {
          add(k, startY + stepBeyond(SCALE * k + BEFORE_CENTRE, startX, slope, dy) - 1);
        }
      }
    }

    /** The number of centre lines left of the fine column. */
    private static int column(int fineX) {
      return Math.floorDiv(fineX - BEFORE_CENTRE - 1 + SCALE, SCALE);
    }

    /** The first step whose rounded column is on the other side of the centre line than step 0. */
    private static int stepBeyond(int before, int startX, double slope, int steps) {
      int t = (int) Math.max(1, Math.min(steps, (before + 0.5 - startX) / slope));
      while (t > 1 && isBeyond(before, startX, slope, t - 1)) {
        t--;
      }
      while (t < steps && !isBeyond(before, startX, slope, t)) {
        t++;
      }
      return t;
    }

    private static boolean isBeyond(int before, int startX, double slope, int t) {
      int x = (int) (startX + slope * t + 0.5);
      return slope > 0 ? x > before : x <= before;
    }

    private void add(int column, int fineY) {
      double y = (fineY + 0.5) / SCALE - 0.5;
      int row = (int) Math.ceil(Math.max(0, Math.min(height, y)));
      if (size == found.length) {
        if (size == MAX_CROSSINGS) {
          throw invalid(
              "the outline of a polygon crosses more than %d columns".formatted(MAX_CROSSINGS));
        }
        found = Arrays.copyOf(found, 2 * size);
      }
      found[size++] = column * height + row;
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
