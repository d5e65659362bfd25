package dev.pancap.caption;

import dev.pancap.panoptic.Segment;

/**
 * What the gate has to know of a region.
 *
 * @param category the category's published name
 */
public record GateRegion(int mark, int categoryId, String category, boolean isThing) {

  static GateRegion of(Segment segment) {
    return new GateRegion(
        segment.mark(), segment.categoryId(), segment.category(), segment.isThing());
  }
}
