package dev.pancap.features;

import dev.pancap.panoptic.LabelMap;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Pools a grid of features under masks: a cell counts as much as the mask covers of it, exactly, so
 * that a mask smaller than a cell has a vector too.
 */
public final class MaskPooling {
  private final FeatureGrid grid;
  private final Overlap across;
  private final Overlap down;

  private MaskPooling(FeatureGrid grid, LabelMap map) {
    this.grid = grid;
    this.across = Overlap.of(map.width(), grid.columns());
    this.down = Overlap.of(map.height(), grid.rows());
  }

  /**
   * One vector for each mark, in the order of the marks.
   *
   * @param map the marks of the picture that the grid was made from
   * @throws BadRecordException if a mark has no pixel (SEGMENT_WITHOUT_PIXELS)
   */
  public static List<PooledMask> pool(FeatureGrid grid, LabelMap map, List<Integer> marks) {
    return new MaskPooling(grid, map).pool(map, marks);
  }

  private List<PooledMask> pool(LabelMap map, List<Integer> marks) {
    Map<Integer, double[]> coverage = new HashMap<>();
    marks.forEach(mark -> coverage.put(mark, new double[grid.cells()]));
    for (int y = 0; y < map.height(); y++) {
      int runStart = 0;
      for (int x = 1; x <= map.width(); x++) {
        int mark = map.idAt(runStart, y);
        if (x == map.width() || map.idAt(x, y) != mark) {
          double[] cells = coverage.get(mark);
          if (cells != null) {
            cover(cells, y, runStart, x);
          }
          runStart = x;
        }
      }
    }
    List<PooledMask> pooled = new ArrayList<>();
    for (int mark : marks) {
      pooled.add(mean(mark, Objects.requireNonNull(coverage.get(mark))));
    }
    return pooled;
  }

  /** Adds a run of pixels to the cells that it lies in, in shares of a cell. */
  private void cover(double[] cells, int y, int from, int to) {
    for (int row = down.first(y); row <= down.last(y); row++) {
      double height = down.share(y, y + 1, row);
      for (int column = across.first(from); column <= across.last(to - 1); column++) {
        cells[row * grid.columns() + column] += height * across.share(from, to, column);
      }
    }
  }

  private PooledMask mean(int mark, double[] cells) {
    double[] sum = new double[grid.dimension()];
    double weight = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      if (cells[cell] > 0) {
        weight += cells[cell];
        for (int i = 0, at = cell * sum.length; i < sum.length; i++, at++) {
          sum[i] += cells[cell] * grid.values()[at];
        }
      }
    }
    if (weight <= 0) {
      throw new BadRecordException(
          Reason.SEGMENT_WITHOUT_PIXELS, "mark %d has no pixel to pool under".formatted(mark));
    }
    float[] feature = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      feature[i] = (float) (sum[i] / weight);
    }
    return new PooledMask(mark, weight, feature);
  }

  /** How pixels and cells lie along one axis. */
  private record Overlap(double cellsPerPixel, int cells) {

    static Overlap of(int pixels, int cells) {
      return new Overlap((double) cells / pixels, cells);
    }

    int first(int pixel) {
      return Math.min((int) (pixel * cellsPerPixel), cells - 1);
    }

    int last(int pixel) {
      return Math.min((int) Math.ceil((pixel + 1) * cellsPerPixel) - 1, cells - 1);
    }

    /** The share of a cell that lies under pixels {@code from} to {@code to}. */
    double share(int from, int to, int cell) {
      double left = Math.max(cell, from * cellsPerPixel);
      double right = Math.min(cell + 1, to * cellsPerPixel);
      return Math.max(0, right - left);
    }
  }
}
