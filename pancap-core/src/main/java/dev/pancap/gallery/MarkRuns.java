package dev.pancap.gallery;

import dev.pancap.panoptic.LabelMap;
import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * A label map as the page's script reads it: for each run of one mark, row by row and across rows,
 * the mark and the run's length as variable-length integers (seven bits a byte, low bits first, the
 * top bit says that more follow), in Base64.
 */
final class MarkRuns {
  private MarkRuns() {}

  static String of(LabelMap marks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int start = 0;
    for (int pixel = 1; pixel <= marks.pixels(); pixel++) {
      if (pixel == marks.pixels() || marks.idAt(pixel) != marks.idAt(start)) {
        append(bytes, marks.idAt(start));
        append(bytes, pixel - start);
        start = pixel;
      }
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static void append(ByteArrayOutputStream bytes, int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      bytes.write(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes.write(rest);
  }
}
