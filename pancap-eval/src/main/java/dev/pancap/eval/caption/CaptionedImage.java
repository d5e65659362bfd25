package dev.pancap.eval.caption;

import java.io.Serializable;
import java.util.List;

/**
 * An image with its captions as written, tags of grounded captions removed.
 *
 * @param references at least one
 */
public record CaptionedImage(ImageId imageId, String candidate, List<String> references)
    implements Serializable {
  public CaptionedImage {
    references = List.copyOf(references);
  }
}
