package dev.pancap.synth;

import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import java.util.List;
import java.util.Locale;

/**
 * One synthetic picture with its mask and what is true of it.
 *
 * @param imageId from 1
 * @param kind the kind of scene, such as {@code street}
 * @param pixels the picture before JPEG
 * @param ids the segment id of every pixel, {@link LabelMap#VOID} where nothing is labelled
 * @param segments from far to near
 * @param jpegQuality the quality at which its file is written
 */
public record SyntheticScene(
    long imageId,
    String kind,
    RgbImage pixels,
    LabelMap ids,
    List<SyntheticSegment> segments,
    int jpegQuality) {
  public SyntheticScene {
    segments = List.copyOf(segments);
  }

  /** The picture's file. Encoded at each call. */
  public byte[] jpeg() {
    return Jpeg.encode(pixels, jpegQuality);
  }

  /** The mask's file, ids as R + 256 G + 65536 B. Encoded at each call. */
  public byte[] maskPng() {
    return PanopticPng.encode(ids);
  }

  /** The picture's file name, as COCO's: twelve digits and {@code .jpg}. */
  public String fileName() {
    return fileName(imageId);
  }

  /** The mask's file name. */
  public String maskFileName() {
    return maskFileName(imageId);
  }

  static String fileName(long imageId) {
    return String.format(Locale.ROOT, "%012d.jpg", imageId);
  }

  static String maskFileName(long imageId) {
    return String.format(Locale.ROOT, "%012d.png", imageId);
  }
}
