package dev.pancap.store.seen;

import java.io.Serializable;
import java.util.List;

/**
 * What the outcome of one image was made of, beside what holds for all images.
 *
 * @param annotation identifies what the source says of the image; 0 where the source as a whole
 *     tells that
 * @param files those that were read, or looked for in vain
 */
public record SeenImage(long imageId, long annotation, List<SeenFile> files)
    implements Serializable {
  public SeenImage {
    files = List.copyOf(files);
  }
}
