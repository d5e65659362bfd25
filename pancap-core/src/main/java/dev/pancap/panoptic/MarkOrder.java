package dev.pancap.panoptic;

import java.util.Collection;

/** How segments get their marks, the numbers shown on the picture and named in captions. */
public enum MarkOrder {
  /** The mark is the segment's id, as in COCONut-PanCap's published captions. */
  SEGMENT_ID,
  /** 1 to N: stuff before things, then larger area first, ties by segment id. For COCO's ids. */
  STUFF_THEN_THINGS;

  /** Three digits: what a label on the picture can show and a caption repeat without slips. */
  private static final int LARGEST_READABLE_MARK = 999;

  /**
   * The order that fits an image's segment ids: COCONut numbers its segments from 1, while COCO's
   * ids are colours, {@code R + 256 G + 65536 B}, and with that millions. It is chosen for each
   * image by its ids alone, so that COCONut downloaded in COCO's layout needs no setting, and two
   * builds agree.
   */
  public static MarkOrder fitting(Collection<Integer> segmentIds) {
    return segmentIds.stream().allMatch(id -> id <= LARGEST_READABLE_MARK)
        ? SEGMENT_ID
        : STUFF_THEN_THINGS;
  }
}
