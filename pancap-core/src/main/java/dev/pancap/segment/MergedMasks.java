package dev.pancap.segment;

import dev.pancap.panoptic.LabelMap;
import java.util.List;

/** The outcome of a merge: every pixel's segment, and the segments by ascending id. */
public record MergedMasks(LabelMap map, List<ScoredSegment> segments) {
  public MergedMasks {
    segments = List.copyOf(segments);
  }
}
