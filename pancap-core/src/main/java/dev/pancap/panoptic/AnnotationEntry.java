package dev.pancap.panoptic;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a COCO panoptic file's {@code annotations}.
 *
 * @param maskFile relative to the folder of masks
 * @param maskPng the mask itself where the source ships it inline (COCONut's Parquet), or null
 * @param segments in file order
 */
public record AnnotationEntry(
    long imageId, String maskFile, byte @Nullable [] maskPng, List<AnnotatedSegment> segments)
    implements Serializable {
  public AnnotationEntry {
    segments = List.copyOf(segments);
  }

  /**
   * The name of the mask that belongs to a picture or mask name: COCONut's downloader writes {@code
   * <name up to the first dot>.png}, COCO names the PNG itself.
   */
  public static String maskFileOf(String fileName) {
    if (fileName.endsWith(".png")) {
      return fileName;
    }
    int dot = fileName.indexOf('.', fileName.lastIndexOf('/') + 1);
    return (dot < 0 ? fileName : fileName.substring(0, dot)) + ".png";
  }
}
