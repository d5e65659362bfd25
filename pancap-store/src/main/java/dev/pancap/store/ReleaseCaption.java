package dev.pancap.store;

import java.io.IOException;

/**
 * What of a published image is read where only its text is wanted.
 *
 * @param caption plain text
 */
public record ReleaseCaption(long imageId, String fileName, String caption) {

  /** Takes one caption after the other. */
  public interface Visitor {
    void caption(ReleaseCaption caption) throws IOException;
  }
}
