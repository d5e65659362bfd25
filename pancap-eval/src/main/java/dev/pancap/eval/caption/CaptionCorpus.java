package dev.pancap.eval.caption;

import java.util.List;

/**
 * What two caption files hold together.
 *
 * @param images those that have a candidate and a reference, in the order of the reference file
 * @param imagesWithoutCandidate images of the reference file that are left out
 */
public record CaptionCorpus(
    List<CaptionedImage> images, List<BadRow> badRows, int imagesWithoutCandidate) {
  public CaptionCorpus {
    images = List.copyOf(images);
    badRows = List.copyOf(badRows);
  }
}
