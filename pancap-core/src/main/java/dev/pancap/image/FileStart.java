package dev.pancap.image;

import java.util.Arrays;
import java.util.HexFormat;

/** What the first bytes of a file say that it is, for messages to people. */
final class FileStart {
  private static final int SHOWN_BYTES = 8;

  private FileStart() {}

  static String describe(byte[] file) {
    if (file.length == 0) {
      return "nothing";
    }
    String kind = kind(file);
    String hex = HexFormat.ofDelimiter(" ").formatHex(file, 0, Math.min(SHOWN_BYTES, file.length));
    return kind.isEmpty() ? hex : "%s (%s)".formatted(hex, kind);
  }

  private static String kind(byte[] file) {
    if (starts(file, 0xFF, 0xD8)) {
      return "JPEG";
    }
    if (starts(file, 0x89, 'P', 'N', 'G')) {
      return "PNG";
    }
    if (starts(file, 'G', 'I', 'F')) {
      return "GIF";
    }
    if (starts(file, 'R', 'I', 'F', 'F')) {
      return "WebP or another RIFF file";
    }
    if (starts(file, '<')) {
      return "HTML or XML";
    }
    byte[] shown = Arrays.copyOf(file, Math.min(SHOWN_BYTES, file.length));
    for (byte b : shown) {
      if (b != 0) {
        return "";
      }
    }
    return "zero bytes";
  }

  private static boolean starts(byte[] file, int... start) {
    if (file.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((file[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
