package dev.pancap.panoptic;

import dev.pancap.image.PngStructure;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates and unfilters the pixel data of a PNG into ids.
 *
 * <p>A PNG filter works on each byte of a pixel for itself. So the up to three bytes that make an
 * id are packed into an int, and a filter adds all of them at once; alpha is dropped unread. Inside
 * a segment the filtered bytes are zero: such stretches are found many bytes at a time, and are
 * copies of the row above or of the pixel to the left. No more than the declared pixels are ever
 * inflated.
 */
final class PngIdReader implements AutoCloseable {
  // Fits the second-level cache beside the rows of ids.
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int SIXTEEN_BIT_RGB_BYTES = 6;
  private static final int LOW_BITS = 0x7F7F7F;
  private static final int HIGH_BITS = 0x808080;

  /** Adam7: first column and row, step in columns and rows (PNG specification, 8.1). */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private final byte[] file;
  private final PngStructure png;
  private final int pixelBytes;
  private final Inflater inflater = new Inflater();
  private int nextChunk;
  private byte[] buffer = new byte[0];
  private byte[] zeros = new byte[0];

  private PngIdReader(byte[] file, PngStructure png) {
    this.file = file;
    this.png = png;
    this.pixelBytes = png.channels() * png.bitDepth() / Byte.SIZE;
  }

  static LabelMap read(byte[] file, PngStructure png) {
    try (PngIdReader reader = new PngIdReader(file, png)) {
      return reader.read();
    } catch (DataFormatException e) {
      throw new BadRecordException(
          Reason.MASK_UNREADABLE, "the mask's pixel data is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }

  private LabelMap read() throws DataFormatException {
    int width = png.size().width();
    int height = png.size().height();
    int[] ids = new int[width * height];
    if (png.interlaced()) {
      for (int[] pass : PASSES) {
        int columns = (width - pass[0] + pass[2] - 1) / pass[2];
        int rows = (height - pass[1] + pass[3] - 1) / pass[3];
        if (columns > 0 && rows > 0) {
          int[] part = new int[columns * rows];
          readRows(part, columns, rows);
          scatter(part, columns, ids, pass);
        }
      }
    } else {
      readRows(ids, width, height);
    }
    expectEnd();
    return LabelMap.wrap(width, height, ids);
  }

  private void scatter(int[] part, int columns, int[] ids, int[] pass) {
    for (int i = 0; i < part.length; i++) {
      int x = pass[0] + i % columns * pass[2];
      int y = pass[1] + i / columns * pass[3];
      ids[y * png.size().width() + x] = part[i];
    }
  }

  private void readRows(int[] ids, int width, int height) throws DataFormatException {
    int rowBytes = 1 + width * pixelBytes;
    int rowsAtOnce = Math.max(1, Math.min(height, BUFFER_BYTES / rowBytes));
    if (buffer.length < rowsAtOnce * rowBytes) {
      buffer = new byte[rowsAtOnce * rowBytes];
    }
    if (zeros.length < rowBytes) {
      zeros = new byte[rowBytes];
    }
    for (int y = 0; y < height; y += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, height - y);
      inflate(rows * rowBytes);
      for (int i = 0; i < rows; i++) {
        unfilter(i * rowBytes, ids, (y + i) * width, width);
      }
    }
  }

  /** Fills the first {@code wanted} bytes of the buffer. */
  private void inflate(int wanted) throws DataFormatException {
    int have = 0;
    while (have < wanted) {
      have += inflater.inflate(buffer, have, wanted - have);
      if (have < wanted && !feed()) {
        throw new BadRecordException(
            Reason.MASK_UNREADABLE, "the mask's pixel data ends before its last row");
      }
    }
  }

  /** Whether the inflater can go on: with what it has, or with the next chunk. */
  private boolean feed() {
    if (inflater.finished() || inflater.needsDictionary()) {
      return false;
    }
    if (inflater.needsInput()) {
      if (nextChunk == png.idat().size()) {
        return false;
      }
      PngStructure.Chunk chunk = png.idat().get(nextChunk++);
      inflater.setInput(file, chunk.offset(), chunk.length());
    }
    return true;
  }

  /** The stream must end here, which is also where its checksum is compared. */
  private void expectEnd() throws DataFormatException {
    byte[] more = new byte[1];
    while (!inflater.finished()) {
      if (inflater.inflate(more) > 0) {
        throw new BadRecordException(
            Reason.MASK_UNREADABLE, "the mask's pixel data goes on after its last row");
      }
      if (!inflater.finished() && !feed()) {
        throw new BadRecordException(
            Reason.MASK_UNREADABLE, "the mask's pixel data ends before its checksum");
      }
    }
  }

  /** The filtered bytes of the pixel at {@code at}, packed. */
  private int packed(int at) {
    byte[] raw = buffer;
    if (pixelBytes >= SIXTEEN_BIT_RGB_BYTES) {
      // The high byte of each; the low ones are dropped unread, as alpha is.
      return raw[at] & 0xFF | (raw[at + 2] & 0xFF) << 8 | (raw[at + 4] & 0xFF) << 16;
    }
    if (pixelBytes >= 3) {
      return raw[at] & 0xFF | (raw[at + 1] & 0xFF) << 8 | (raw[at + 2] & 0xFF) << 16;
    }
    return pixelBytes == 1 ? raw[at] & 0xFF : (raw[at] & 0xFF) << 8 | raw[at + 1] & 0xFF;
  }

  /** The first column from {@code x} on whose filtered bytes are not all zero, or the width. */
  private int nextChange(int data, int x, int width) {
    int from = data + x * pixelBytes;
    int end = data + width * pixelBytes;
    int zeroBytes = Arrays.mismatch(buffer, from, end, zeros, 0, end - from);
    return zeroBytes < 0 ? width : x + zeroBytes / pixelBytes;
  }

  /** PNG specification, 9.2; pixels before the first column and row are 0. */
  private void unfilter(int at, int[] ids, int row, int width) {
    int data = at + 1;
    boolean first = row == 0;
    switch (buffer[at]) {
      case 0 -> {
        for (int x = 0; x < width; x++) {
          ids[row + x] = packed(data + x * pixelBytes);
        }
      }
      case 1 -> unfilterSub(data, ids, row, width);
      case 2 -> unfilterUp(data, ids, row, width);
      case 3 -> {
        int left = 0;
        for (int x = 0; x < width; x++) {
          int up = first ? 0 : ids[row - width + x];
          left = add(average(left, up), packed(data + x * pixelBytes));
          ids[row + x] = left;
        }
      }
      case 4 -> {
        // Above the first row all is 0, and Paeth's predictor is the pixel to the left.
        if (first) {
          unfilterSub(data, ids, row, width);
        } else {
          unfilterPaeth(data, ids, row, width);
        }
      }
      default -> throw badFilter(buffer[at]);
    }
  }

  private void unfilterSub(int data, int[] ids, int row, int width) {
    int left = 0;
    for (int x = 0; x < width; x++) {
      int change = nextChange(data, x, width);
      Arrays.fill(ids, row + x, row + change, left);
      if (change < width) {
        left = add(left, packed(data + change * pixelBytes));
        ids[row + change] = left;
      }
      x = change;
    }
  }

  private void unfilterUp(int data, int[] ids, int row, int width) {
    if (row > 0) {
      System.arraycopy(ids, row - width, ids, row, width);
    }
    for (int x = nextChange(data, 0, width); x < width; x = nextChange(data, x, width)) {
      int delta = packed(data + x * pixelBytes);
      do {
        ids[row + x] = add(ids[row + x], delta);
        x++;
        delta = x < width ? packed(data + x * pixelBytes) : 0;
      } while (delta != 0);
    }
  }

  private void unfilterPaeth(int data, int[] ids, int row, int width) {
    int above = row - width;
    int left = 0;
    int aboveLeft = 0;
    int x = 0;
    while (x < width) {
      int change = nextChange(data, x, width);
      while (x < change && left != aboveLeft) {
        int up = ids[above + x];
        left = paeth(left, up, aboveLeft);
        ids[row + x++] = left;
        aboveLeft = up;
      }
      if (x < change) {
        // Left equals above left, so each pixel is the one above, and so it stays.
        System.arraycopy(ids, above + x, ids, row + x, change - x);
        x = change;
        left = ids[above + x - 1];
        aboveLeft = left;
      }
      if (x < width) {
        int up = ids[above + x];
        left = add(paeth(left, up, aboveLeft), packed(data + x * pixelBytes));
        ids[row + x++] = left;
        aboveLeft = up;
      }
    }
  }

  private static BadRecordException badFilter(int filter) {
    return new BadRecordException(
        Reason.MASK_UNREADABLE, "the mask's pixel data has a row with the filter " + filter);
  }

  /** Three sums modulo 256, side by side. */
  private static int add(int a, int b) {
    return (a & LOW_BITS) + (b & LOW_BITS) ^ (a ^ b) & HIGH_BITS;
  }

  /** Three means, rounded down, side by side. */
  private static int average(int a, int b) {
    return (a & b) + ((a ^ b) >> 1 & LOW_BITS);
  }

  private static int paeth(int left, int up, int aboveLeft) {
    if (left == aboveLeft) {
      return up;
    }
    if (up == aboveLeft) {
      return left;
    }
    int predicted = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int a = left >> shift & 0xFF;
      int b = up >> shift & 0xFF;
      int c = aboveLeft >> shift & 0xFF;
      int toA = Math.abs(b - c);
      int toB = Math.abs(a - c);
      int toC = Math.abs(a + b - 2 * c);
      int nearest = toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
      predicted |= nearest << shift;
    }
    return predicted;
  }
}
