package dev.pancap.panoptic;

import dev.pancap.image.PngStructure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes ids as an 8-bit RGB PNG, each row as its difference to the row above (filter Up). */
final class PngIdWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  // docs/benchmarks.md: levels 1 to 3 take the same time, 4 and more twice that.
  private static final int LEVEL = 2;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte FILTER_NONE = 0;
  private static final byte FILTER_UP = 2;

  private PngIdWriter() {}

  static byte[] write(LabelMap map) {
    ByteArrayOutputStream png = new ByteArrayOutputStream(BUFFER_BYTES);
    png.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(map.width()).putInt(map.height());
    header.put((byte) Byte.SIZE).put((byte) PngStructure.RGB);
    writeChunk(png, "IHDR", header.array(), 13);
    Deflater deflater = new Deflater(LEVEL);
    try {
      writeRows(map, deflater, png);
    } finally {
      deflater.end();
    }
    writeChunk(png, "IEND", new byte[0], 0);
    return png.toByteArray();
  }

  private static void writeRows(LabelMap map, Deflater deflater, ByteArrayOutputStream png) {
    int rowBytes = 1 + 3 * map.width();
    int rowsAtOnce = Math.max(1, Math.min(map.height(), BUFFER_BYTES / rowBytes));
    byte[] raw = new byte[rowsAtOnce * rowBytes];
    byte[] data = new byte[BUFFER_BYTES];
    int size = 0;
    for (int y = 0; y < map.height(); y += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, map.height() - y);
      for (int i = 0; i < rows; i++) {
        filter(map, y + i, raw, i * rowBytes);
      }
      deflater.setInput(raw, 0, rows * rowBytes);
      if (y + rows == map.height()) {
        deflater.finish();
      }
      while (!deflater.needsInput() || y + rows == map.height() && !deflater.finished()) {
        size += deflater.deflate(data, size, data.length - size);
        if (size == data.length) {
          writeChunk(png, "IDAT", data, size);
          size = 0;
        }
      }
    }
    writeChunk(png, "IDAT", data, size);
  }

  private static void filter(LabelMap map, int y, byte[] raw, int at) {
    int row = y * map.width();
    int above = row - map.width();
    raw[at++] = y == 0 ? FILTER_NONE : FILTER_UP;
    for (int x = 0; x < map.width(); x++, at += 3) {
      int id = map.idAt(row + x);
      if (id < 0 || id > PanopticPng.MAX_ID) {
        throw new IllegalArgumentException(
            "The id %d at column %d, row %d is outside 0 to %d"
                .formatted(id, x, y, PanopticPng.MAX_ID));
      }
      int up = y == 0 ? 0 : map.idAt(above + x);
      raw[at] = (byte) (id - up);
      raw[at + 1] = (byte) ((id >> 8) - (up >> 8));
      raw[at + 2] = (byte) ((id >> 16) - (up >> 16));
    }
  }

  private static void writeChunk(ByteArrayOutputStream png, String type, byte[] data, int size) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data, 0, size);
    png.writeBytes(ByteBuffer.allocate(8).putInt(size).put(name).array());
    png.write(data, 0, size);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
