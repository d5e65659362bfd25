package dev.pancap.segment;

import dev.pancap.panoptic.LabelMap;
import java.util.List;

/** The outcome of a merge: every pixel's segment, and the segments by ascending id. */
record MergedMasks(LabelMap map, List<ScoredSegment> segments) {
  MergedMasks {
    segments = List.copyOf(segments);
  }
}
