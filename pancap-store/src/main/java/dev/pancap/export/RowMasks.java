package dev.pancap.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.store.ReleaseRow;

/** The masks of a row. */
final class RowMasks {
  private RowMasks() {}

  /** The panoptic PNG, ids as R + 256 G + 65536 B. */
  static byte[] png(ReleaseRow row) {
    int[] ids = new int[Math.multiplyExact(row.width(), row.height())];
    for (ReleaseRow.ReleaseSegment segment : row.segments()) {
      CompressedRunLengths.decode(segment.rleCounts(), row.width(), row.height())
          .xorChanges(ids, segment.segmentId());
    }
    for (int i = row.width(); i < ids.length; i++) {
      ids[i] ^= ids[i - row.width()];
    }
    return PanopticPng.encode(LabelMap.of(row.width(), row.height(), ids));
  }

  /** Adds {@code {"size": [height, width], "counts": "…"}}. */
  static void addRle(ObjectNode to, String name, ReleaseRow.ReleaseSegment segment) {
    ObjectNode rle = to.putObject(name);
    segment.rleSize().forEach(rle.putArray("size")::add);
    rle.put("counts", segment.rleCounts());
  }
}
