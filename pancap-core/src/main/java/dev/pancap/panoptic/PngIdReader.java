package dev.pancap.panoptic;

import dev.pancap.image.PngStructure;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates and unfilters the pixel data of a PNG into ids.
 *
 * <p>A PNG filter works on each byte of a pixel for itself. So the up to three bytes that make an
 * id are packed into an int as they come, and a filter adds all of them at once; alpha is dropped
 * unread. No more than the declared pixels are ever inflated.
 */
final class PngIdReader implements AutoCloseable {
  // Fits the second-level cache beside the rows of ids.
  private static final int BUFFER_BYTES = 1 << 16;
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
  private int[] packed = new int[0];

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
    if (packed.length < width) {
      packed = new int[width];
    }
    for (int y = 0; y < height; y += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, height - y);
      inflate(rows * rowBytes);
      for (int i = 0; i < rows; i++) {
        int at = i * rowBytes;
        pack(at + 1, width);
        unfilter(buffer[at], ids, (y + i) * width, width);
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

  private void pack(int from, int width) {
    byte[] raw = buffer;
    int[] out = packed;
    int at = from;
    if (png.colorType() == PngStructure.GREY && pixelBytes == 1) {
      for (int x = 0; x < width; x++) {
        out[x] = raw[at++] & 0xFF;
      }
    } else if (png.colorType() == PngStructure.GREY) {
      for (int x = 0; x < width; x++, at += 2) {
        out[x] = (raw[at] & 0xFF) << 8 | (raw[at + 1] & 0xFF);
      }
    } else if (png.bitDepth() == Byte.SIZE) {
      for (int x = 0; x < width; x++, at += pixelBytes) {
        out[x] = (raw[at] & 0xFF) | (raw[at + 1] & 0xFF) << 8 | (raw[at + 2] & 0xFF) << 16;
      }
    } else {
      // The high byte of each; the low ones are dropped unread, as alpha is.
      for (int x = 0; x < width; x++, at += pixelBytes) {
        out[x] = (raw[at] & 0xFF) | (raw[at + 2] & 0xFF) << 8 | (raw[at + 4] & 0xFF) << 16;
      }
    }
  }

  /** PNG specification, 9.2; pixels before the first column and row are 0. */
  private void unfilter(int filter, int[] ids, int row, int width) {
    int above = row - width;
    if (above < 0 && filter > 1) {
      unfilterFirstRow(filter, ids, width);
      return;
    }
    switch (filter) {
      case 0 -> System.arraycopy(packed, 0, ids, row, width);
      case 1 -> unfilterSub(ids, row, width);
      case 2 -> {
        for (int x = 0; x < width; x++) {
          ids[row + x] = add(ids[above + x], packed[x]);
        }
      }
      case 3 -> {
        int left = 0;
        for (int x = 0; x < width; x++) {
          left = add(average(left, ids[above + x]), packed[x]);
          ids[row + x] = left;
        }
      }
      case 4 -> unfilterPaeth(ids, row, width);
      default -> throw badFilter(filter);
    }
  }

  private void unfilterSub(int[] ids, int row, int width) {
    int left = 0;
    for (int x = 0; x < width; x++) {
      left = add(left, packed[x]);
      ids[row + x] = left;
    }
  }

  private void unfilterPaeth(int[] ids, int row, int width) {
    int above = row - width;
    int left = 0;
    int aboveLeft = 0;
    for (int x = 0; x < width; x++) {
      int up = ids[above + x];
      // Inside a segment the neighbours are equal, and the predictor needs no arithmetic.
      int predicted = left == aboveLeft ? up : up == aboveLeft ? left : paeth(left, up, aboveLeft);
      left = add(predicted, packed[x]);
      ids[row + x] = left;
      aboveLeft = up;
    }
  }

  private void unfilterFirstRow(int filter, int[] ids, int width) {
    switch (filter) {
      case 2 -> System.arraycopy(packed, 0, ids, 0, width);
      case 3 -> {
        int left = 0;
        for (int x = 0; x < width; x++) {
          left = add(average(left, 0), packed[x]);
          ids[x] = left;
        }
      }
      case 4 -> unfilterSub(ids, 0, width);
      default -> throw badFilter(filter);
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
