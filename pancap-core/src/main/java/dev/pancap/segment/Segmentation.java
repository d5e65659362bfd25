package dev.pancap.segment;

import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.LabelMap;
import java.util.List;

/**
 * What a model sees in a picture.
 *
 * @param map the segment of every pixel, of the picture's own size; 0 where nothing was found
 * @param segments by ascending id, each with at least one pixel
 */
public record Segmentation(LabelMap map, List<Found> segments) {
  public Segmentation {
    segments = List.copyOf(segments);
  }

  /**
   * A segment.
   *
   * @param id its pixel value in the map, from 1
   * @param score the model's confidence, 0 to 1; of fused stuff that of its surest part
   */
  public record Found(int id, Category category, double score) {}
}
