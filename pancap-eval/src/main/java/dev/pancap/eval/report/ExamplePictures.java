package dev.pancap.eval.report;

import java.util.Optional;

/** Finds pictures for the report's examples. */
@FunctionalInterface
public interface ExamplePictures {
  /** No pictures. */
  ExamplePictures NONE = imageId -> Optional.empty();

  /** A JPEG or PNG of the image, its masks drawn on it if possible, about 480 pixels wide. */
  Optional<byte[]> pictureOf(String imageId);
}
