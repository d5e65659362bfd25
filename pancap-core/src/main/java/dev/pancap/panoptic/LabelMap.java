package dev.pancap.panoptic;

import java.util.Arrays;
import java.util.Objects;

/** A row-major grid of segment ids, one per pixel. Immutable. */
public final class LabelMap {
  /** The id of pixels that belong to no segment. */
  public static final int VOID = 0;

  private final int width;
  private final int height;
  private final int[] ids;

  private LabelMap(int width, int height, int[] ids) {
    this.width = width;
    this.height = height;
    this.ids = ids;
  }

  /**
   * Copies {@code ids}, so that later writes to the array do not reach the map.
   *
   * @throws IllegalArgumentException if the ids do not fill the map
   */
  public static LabelMap of(int width, int height, int[] ids) {
    return wrap(width, height, ids.clone());
  }

  /**
   * As {@link #of}, without the copy: the caller gives the array away and writes to it no more.
   *
   * @throws IllegalArgumentException if the ids do not fill the map
   */
  public static LabelMap wrap(int width, int height, int[] ids) {
    if (width <= 0 || height <= 0 || (long) width * height != ids.length) {
      throw new IllegalArgumentException(
          "%d ids do not fill a map of %d x %d".formatted(ids.length, width, height));
    }
    return new LabelMap(width, height, ids);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public int pixels() {
    return ids.length;
  }

  public int idAt(int x, int y) {
    return ids[Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width)];
  }

  /** The id at {@code y * width + x}. */
  public int idAt(int pixel) {
    return ids[pixel];
  }

  /**
   * The first column from {@code x} on whose id in row {@code y} is another than in the row above,
   * or the width where there is none. Equal stretches are skipped many pixels at a time.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= x <= width} and {@code 1 <= y < height}
   */
  public int nextChangeFromRowAbove(int x, int y) {
    int row = Objects.checkIndex(y - 1, height - 1) * width + width;
    int above = row - width;
    int equal = Arrays.mismatch(ids, row + x, row + width, ids, above + x, above + width);
    return equal < 0 ? width : x + equal;
  }

  /** A copy of the ids, row by row. */
  public int[] toArray() {
    return ids.clone();
  }
}
