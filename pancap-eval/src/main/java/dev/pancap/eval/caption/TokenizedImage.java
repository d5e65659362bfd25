package dev.pancap.eval.caption;

import java.io.Serializable;
import java.util.List;

/**
 * The token lines of one image.
 *
 * @param references at least one
 */
public record TokenizedImage(String imageId, String candidate, List<String> references)
    implements Serializable {
  public TokenizedImage {
    references = List.copyOf(references);
    if (references.isEmpty()) {
      throw new IllegalArgumentException("image " + imageId + " has no reference");
    }
  }
}
