package dev.pancap.mask;

import dev.pancap.panoptic.LabelMap;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment of a label map, measured.
 *
 * @param segmentId its id in the map
 * @param runs canonical
 * @param touchesBorder whether a pixel lies in the outermost rows or columns of the map
 */
public record SegmentRuns(
    int segmentId, RunLengths runs, BoundingBox box, Centroid centroid, boolean touchesBorder) {

  /**
   * All segments of the map by ascending id, void left out, in one pass over the map.
   *
   * @throws BadRecordException if the map holds more than {@code maxSegments} (TOO_MANY_SEGMENTS)
   */
  public static List<SegmentRuns> of(LabelMap map, int maxSegments) {
    RunLengths.checkSize(map.width(), map.height());
    ColumnChanges changes = ColumnChanges.of(map);
    Growing growing = new Growing(map, maxSegments);
    int width = map.width();
    int height = map.height();
    for (int x = 0; x < width; x++) {
      int top = 0;
      int id = map.idAt(x);
      for (int i = changes.from(x); i < changes.to(x); i++) {
        int bottom = changes.row(i);
        growing.add(id, x, top, bottom);
        top = bottom;
        id = map.idAt(bottom * width + x);
      }
      growing.add(id, x, top, height);
    }
    return growing.finish();
  }

  public long areaPixels() {
    return runs.areaPixels();
  }

  /** The segments seen so far, found by id in an open hash table. */
  private static final class Growing {
    private final int width;
    private final int height;
    private final int maxSegments;
    private @Nullable Segment[] table = new @Nullable Segment[64];
    private int size;

    Growing(LabelMap map, int maxSegments) {
      this.width = map.width();
      this.height = map.height();
      this.maxSegments = maxSegments;
    }

    void add(int id, int x, int top, int bottom) {
      if (id != LabelMap.VOID) {
        segment(id).add(x, top, bottom, height);
      }
    }

    private Segment segment(int id) {
      int slot = slot(id);
      Segment found = table[slot];
      if (found == null) {
        if (size == maxSegments) {
          throw new BadRecordException(
              Reason.TOO_MANY_SEGMENTS, "the mask holds more than %d ids".formatted(maxSegments));
        }
        found = new Segment(id);
        table[slot] = found;
        if (++size > table.length / 2) {
          grow();
        }
      }
      return found;
    }

    private int slot(int id) {
      int mask = table.length - 1;
      int hash = id * 0x9E3779B9;
      int slot = (hash ^ hash >>> 15) & mask;
      for (Segment at = table[slot]; at != null && at.id != id; at = table[slot]) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private void grow() {
      @Nullable Segment[] old = table;
      table = new @Nullable Segment[2 * old.length];
      for (Segment segment : old) {
        if (segment != null) {
          table[slot(segment.id)] = segment;
        }
      }
    }

    List<SegmentRuns> finish() {
      List<SegmentRuns> all = new ArrayList<>(size);
      for (Segment segment : table) {
        if (segment != null) {
          all.add(segment.finish(width, height));
        }
      }
      all.sort(Comparator.comparingInt(SegmentRuns::segmentId));
      return all;
    }
  }

  private static final class Segment {
    private final int id;
    private int[] counts = new int[16];
    private int size;
    private int end;
    private long area;
    private long sumX;
    private long sumY;
    private int left = -1;
    private int right;
    private int top = Integer.MAX_VALUE;
    private int bottom;

    Segment(int id) {
      this.id = id;
    }

    /** Takes rows {@code top} to {@code bottom}, exclusive, of column {@code x}. */
    void add(int x, int top, int bottom, int height) {
      int start = x * height + top;
      int rows = bottom - top;
      if (start == end && size > 0) {
        counts[size - 1] += rows;
      } else {
        if (size + 2 >= counts.length) {
          counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        counts[size++] = start - end;
        counts[size++] = rows;
      }
      end = start + rows;
      area += rows;
      sumX += (long) x * rows;
      sumY += (long) rows * (top + bottom - 1);
      left = left < 0 ? x : left;
      right = x;
      this.top = Math.min(this.top, top);
      this.bottom = Math.max(this.bottom, bottom);
    }

    SegmentRuns finish(int width, int height) {
      if (end < width * height) {
        counts[size++] = width * height - end;
      }
      return new SegmentRuns(
          id,
          RunLengths.trusted(width, height, Arrays.copyOf(counts, size), area),
          new BoundingBox(left, top, right - left + 1, bottom - top),
          new Centroid((double) sumX / area, sumY / 2.0 / area),
          left == 0 || top == 0 || right == width - 1 || bottom == height);
    }
  }
}
