package dev.pancap.review;

import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReviewImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The images that can be reviewed. Safe for use by several threads. */
public interface ReviewCatalog {

  /** All images in the order of the release, without reading any of them. */
  List<QueueEntry> entries();

  /** When the release was made, in milliseconds since 1970-01-01 UTC. */
  long releasedAtMillis();

  /**
   * Reads one image with its texts.
   *
   * @throws IOException if it cannot be read
   */
  Optional<ReviewImage> image(long imageId) throws IOException;

  /**
   * Reads the file of a picture.
   *
   * @throws IOException if it cannot be read
   */
  byte[] picture(ReviewImage image) throws IOException;
}
