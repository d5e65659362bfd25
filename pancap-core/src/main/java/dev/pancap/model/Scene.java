package dev.pancap.model;

import dev.pancap.facts.SceneFacts;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;

/**
 * What a request is about. Everything but {@link #image()} is read or computed on first use and
 * kept, so an engine pays only for what it looks at. Safe for use by several threads.
 */
public interface Scene {
  /** Ids, size and the measured segments with their marks. */
  PreparedImage image();

  /** The decoded picture. */
  RgbImage pixels();

  /** The mark of every pixel; {@link LabelMap#VOID} where there is none. */
  LabelMap marks();

  /** What picture and mask tell of the regions, without any model. */
  default SceneFacts facts() {
    return SceneFacts.of(image(), pixels(), marks());
  }

  /** The picture's file as it was read. */
  byte[] originalJpeg();

  /** The picture with its masks, contours and marks drawn on it, as JPEG. */
  byte[] overlayJpeg();
}
