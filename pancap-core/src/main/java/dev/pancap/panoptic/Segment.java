package dev.pancap.panoptic;

import dev.pancap.mask.BoundingBox;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A checked and measured segment with its mark.
 *
 * @param mark the number drawn on the picture and named in captions, from 1
 * @param segmentId the pixel value in the mask
 * @param category the category's published name
 * @param areaPixels counted in the mask
 * @param rle COCO's compressed run lengths, column-major, exactly as pycocotools writes them
 * @param centroidX mean column of the segment's pixel centres, in pixels from the left edge
 * @param centroidY mean row of the segment's pixel centres, in pixels from the top edge
 * @param score a model's confidence, or null for a segment drawn by a person
 */
public record Segment(
    int mark,
    int segmentId,
    int categoryId,
    String category,
    boolean isThing,
    boolean isCrowd,
    long areaPixels,
    BoundingBox box,
    String rle,
    double centroidX,
    double centroidY,
    boolean touchesBorder,
    @Nullable Double score)
    implements Serializable {
  public Segment {
    if (mark <= 0 || segmentId <= 0) {
      throw new IllegalArgumentException(
          "Mark and segment id must be positive: %d, %d".formatted(mark, segmentId));
    }
    if (areaPixels <= 0) {
      throw new IllegalArgumentException("Segment %d has no pixels".formatted(segmentId));
    }
  }
}
