package dev.pancap.panoptic;

import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.RunLengths;

/** Segments back in pixels. */
public final class Segments {
  private Segments() {}

  /**
   * The image's segments as a map of their marks, 0 where there is none.
   *
   * @throws dev.pancap.quarantine.BadRecordException if a segment's runs do not fill the image
   *     (MASK_RUNS_INVALID)
   * @throws IllegalArgumentException if two segments share a pixel
   */
  public static LabelMap labelMap(PreparedImage image) {
    // Segments do not overlap, so a change down a column is the exclusive or of the marks that end
    // and begin there, and each row is the exclusive or of its changes and the row above.
    int width = image.width();
    int[] marks = new int[Math.multiplyExact(width, image.height())];
    long area = 0;
    for (Segment segment : image.segments()) {
      RunLengths runs = CompressedRunLengths.decode(segment.rle(), width, image.height());
      runs.xorChanges(marks, segment.mark());
      area += runs.areaPixels();
    }
    long covered = 0;
    for (int i = 0; i < marks.length; i++) {
      if (i >= width) {
        marks[i] ^= marks[i - width];
      }
      covered += marks[i] == LabelMap.VOID ? 0 : 1;
    }
    if (covered != area) {
      throw new IllegalArgumentException(
          "The segments of image %d overlap: %d pixels in segments that cover %d"
              .formatted(image.imageId(), area, covered));
    }
    return LabelMap.wrap(width, image.height(), marks);
  }
}
