package dev.pancap.facts;

import dev.pancap.panoptic.Segment;

/**
 * What picture and mask tell of one region.
 *
 * @param share of the picture's pixels, 0 to 1
 * @param isOnePiece whether one connected piece has at least 85 % of the region's pixels
 */
public record RegionFacts(
    Segment segment, RegionColors colors, double share, Place place, boolean isOnePiece) {
  public int mark() {
    return segment.mark();
  }

  public ClassNoun noun() {
    return ClassNoun.of(segment.category());
  }
}
