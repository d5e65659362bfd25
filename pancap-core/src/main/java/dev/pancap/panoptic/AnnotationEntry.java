package dev.pancap.panoptic;

import java.io.Serializable;
import java.util.List;

/**
 * An entry of a COCO panoptic file's {@code annotations}.
 *
 * @param maskFile relative to the folder of masks
 * @param maskPng the mask itself where the source ships it inline (COCONut's Parquet), else empty
 * @param segments in file order
 */
public record AnnotationEntry(
    long imageId, String maskFile, byte[] maskPng, List<AnnotatedSegment> segments)
    implements Serializable {
  private static final byte[] NONE = {};

  public AnnotationEntry {
    segments = List.copyOf(segments);
  }

  /** An annotation whose mask is a file. */
  public static AnnotationEntry of(long imageId, String maskFile, List<AnnotatedSegment> segments) {
    return new AnnotationEntry(imageId, maskFile, NONE, segments);
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
