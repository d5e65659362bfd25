package dev.pancap.gallery;

import dev.pancap.caption.GroundedCaption;
import dev.pancap.panoptic.LabelMap;
import java.util.List;

/**
 * One picture of a gallery.
 *
 * @param picture the picture's file, JPEG or PNG; empty if it is no longer there
 * @param marks the mark of every pixel
 * @param segments by ascending mark; each has a pixel in {@code marks}
 * @param flags what the gate remarked, one name each
 */
public record GalleryItem(
    long imageId,
    String fileName,
    byte[] picture,
    LabelMap marks,
    List<Region> segments,
    GroundedCaption caption,
    List<String> flags) {
  public GalleryItem {
    segments = List.copyOf(segments);
    flags = List.copyOf(flags);
  }

  /**
   * A segment as the page tells of it.
   *
   * @param category as a person writes it
   * @param description the region line of round 1; may be empty
   */
  public record Region(
      int mark,
      String category,
      boolean isThing,
      boolean isCrowd,
      long areaPixels,
      String description) {}
}
