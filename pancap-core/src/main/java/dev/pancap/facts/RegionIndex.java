package dev.pancap.facts;

import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.Segment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The position of a mark's segment in the list of segments. */
final class RegionIndex {
  /** Larger marks, which only ids that are colours reach, are looked up. */
  private static final int MOST_INDEXED = 1 << 16;

  private final int[] small;
  private final Map<Integer, Integer> large = new HashMap<>();

  RegionIndex(List<Segment> segments) {
    int largest = segments.stream().mapToInt(Segment::mark).max().orElse(0);
    small = new int[Math.min(largest + 1, MOST_INDEXED)];
    Arrays.fill(small, -1);
    for (int i = 0; i < segments.size(); i++) {
      int mark = segments.get(i).mark();
      if (mark < small.length) {
        small[mark] = i;
      } else {
        large.put(mark, i);
      }
    }
  }

  /** The position, or -1 for void and for marks of no segment. */
  int of(int mark) {
    if (mark <= LabelMap.VOID) {
      return -1;
    }
    return mark < small.length ? small[mark] : large.getOrDefault(mark, -1);
  }
}
