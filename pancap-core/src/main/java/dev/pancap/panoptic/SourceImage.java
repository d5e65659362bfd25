package dev.pancap.panoptic;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One picture with its annotation as read, unchecked.
 *
 * @param fileName the picture's name in its annotation
 * @param width the annotated width in pixels, or 0 where the source states none
 * @param height the annotated height in pixels, or 0 where the source states none
 * @param imagePath where the picture's bytes are
 * @param maskPath where the mask's bytes are, or null if {@code maskPng} holds them
 * @param maskPng the mask itself where the source ships it inline (COCONut's Parquet), or null
 * @param segments in annotation order
 */
public record SourceImage(
    long imageId,
    String fileName,
    String split,
    int width,
    int height,
    String imagePath,
    @Nullable String maskPath,
    byte @Nullable [] maskPng,
    List<AnnotatedSegment> segments)
    implements Serializable {
  public SourceImage {
    segments = List.copyOf(segments);
  }
}
