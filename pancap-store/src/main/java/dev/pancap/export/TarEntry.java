package dev.pancap.export;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A file in a tar as POSIX's ustar has it, always with the same owner, mode and time: equal content
 * gives equal bytes. Entries follow each other without gap, so parts of a tar can be put together;
 * {@link #end} closes it.
 */
final class TarEntry {
  static final int BLOCK = 512;

  /** Two blocks of zeros. */
  private static final byte[] END_BLOCKS = new byte[2 * BLOCK];

  private static final int NAME_LENGTH = 100;
  private static final int CHECKSUM = 148;

  private TarEntry() {}

  static byte[] end() {
    return END_BLOCKS.clone();
  }

  /** The whole entry: header, content, padding. */
  static byte[] of(String name, byte[] content) {
    byte[] header = header(name, content.length);
    int padded = (content.length + BLOCK - 1) / BLOCK * BLOCK;
    byte[] entry = Arrays.copyOf(header, BLOCK + padded);
    System.arraycopy(content, 0, entry, BLOCK, content.length);
    return entry;
  }

  static void write(String name, byte[] content, OutputStream to) throws IOException {
    to.write(of(name, content));
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[BLOCK];
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    ConfigException.check(
        nameBytes.length <= NAME_LENGTH, "A name in a tar has at most 100 bytes: %s", name);
    System.arraycopy(nameBytes, 0, header, 0, nameBytes.length);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, String.format(Locale.ROOT, "%011o\0", size));
    put(header, 136, "00000000000\0");
    put(header, CHECKSUM, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, CHECKSUM, String.format(Locale.ROOT, "%06o\0 ", sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
