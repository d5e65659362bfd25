package dev.pancap.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * From bitmaps to run lengths and back. Bitmaps lie row by row and runs column by column; what
 * crosses over are only the places where a column changes its value.
 */
final class RunBitmap {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private RunBitmap() {}

  /** As {@link RunLengths#encode}. */
  static RunLengths encode(int width, int height, byte[] rowMajor) {
    int pixels = RunLengths.checkSize(width, height);
    if (rowMajor.length != pixels) {
      throw new IllegalArgumentException(
          "%d bytes do not fill a mask of %d x %d".formatted(rowMajor.length, width, height));
    }
    ColumnChanges changes = ColumnChanges.of(width, height, rowMajor);
    int[] runs = new int[changes.size() + width + 2];
    int count = 0;
    int start = 0;
    boolean foreground = false;
    long area = 0;
    for (int x = 0; x < width; x++) {
      int top = x * height;
      boolean set = rowMajor[x] != 0;
      if (set != foreground) {
        area += foreground ? top - start : 0;
        runs[count++] = top - start;
        start = top;
        foreground = set;
      }
      for (int i = changes.from(x); i < changes.to(x); i++) {
        int position = top + changes.row(i);
        area += foreground ? position - start : 0;
        runs[count++] = position - start;
        start = position;
        foreground = !foreground;
      }
    }
    area += foreground ? pixels - start : 0;
    runs[count++] = pixels - start;
    return RunLengths.trusted(width, height, Arrays.copyOf(runs, count), area);
  }

  /** As {@link RunLengths#decode}. */
  static byte[] decode(RunLengths runs) {
    int width = runs.width();
    int height = runs.height();
    int[] counts = runs.runs();
    // The runs say where a column changes its value. With those places marked, each row is the
    // exclusive or of its marks and the row above, eight pixels at a time.
    byte[] mask = new byte[width * height];
    for (int i = 0, start = 0; i + 1 < counts.length; i += 2) {
      start += counts[i];
      int end = start + counts[i + 1];
      markRun(runs, mask, start, end);
      start = end;
    }
    for (int row = width; row < mask.length; row += width) {
      int x = 0;
      for (; x <= width - Long.BYTES; x += Long.BYTES) {
        long above = (long) LONGS.get(mask, row - width + x);
        LONGS.set(mask, row + x, (long) LONGS.get(mask, row + x) ^ above);
      }
      for (; x < width; x++) {
        mask[row + x] ^= mask[row - width + x];
      }
    }
    return mask;
  }

  private static void markRun(RunLengths runs, byte[] mask, int start, int end) {
    int width = runs.width();
    int height = runs.height();
    int x = start / height;
    int y = start - x * height;
    int endX = end / height;
    int endY = end - endX * height;
    if (y > 0) {
      mask[y * width + x] ^= 1;
      x++;
    }
    if (endY > 0) {
      mask[endY * width + endX] ^= 1;
      endX++;
    }
    // The columns whose topmost pixel lies in the run.
    for (; x < endX; x++) {
      mask[x] ^= 1;
    }
  }

  /** As {@link RunLengths#xorChanges}. */
  static void xorChanges(RunLengths runs, int[] grid, int value) {
    int width = runs.width();
    int height = runs.height();
    int[] counts = runs.runs();
    if (grid.length != width * height) {
      throw new IllegalArgumentException(
          "A grid of %d pixels for a mask of %d x %d".formatted(grid.length, width, height));
    }
    for (int i = 0, start = 0; i + 1 < counts.length; i += 2) {
      start += counts[i];
      int end = start + counts[i + 1];
      int x = start / height;
      int y = start - x * height;
      int endX = end / height;
      int endY = end - endX * height;
      if (y > 0) {
        grid[y * width + x++] ^= value;
      }
      if (endY > 0) {
        grid[endY * width + endX++] ^= value;
      }
      for (; x < endX; x++) {
        grid[x] ^= value;
      }
      start = end;
    }
  }
}
