package dev.pancap.features;

/**
 * Vectors on a grid that covers a whole picture; a cell is {@code width / columns} by {@code height
 * / rows} pixels, the two sides scaled apart.
 *
 * @param values at {@code (row * columns + column) * dimension + i}
 */
public record FeatureGrid(int columns, int rows, int dimension, float[] values) {
  public FeatureGrid {
    if (columns <= 0 || rows <= 0 || (long) columns * rows * dimension != values.length) {
      throw new IllegalArgumentException(
          "%d values do not fill a grid of %d x %d vectors of %d"
              .formatted(values.length, columns, rows, dimension));
    }
  }

  public int cells() {
    return columns * rows;
  }
}
