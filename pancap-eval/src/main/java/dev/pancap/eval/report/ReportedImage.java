package dev.pancap.eval.report;

import java.io.Serializable;
import java.util.List;

/**
 * What the report counts of one image.
 *
 * @param captions plain text, one or several; tags are replaced by their phrases
 * @param masks as annotated; empty where masks are not known
 */
public record ReportedImage(String imageId, List<String> captions, List<ReportedMask> masks)
    implements Serializable {
  public ReportedImage {
    captions = List.copyOf(captions);
    masks = List.copyOf(masks);
  }

  /** The masks that a caption names. */
  public int mentionedMasks() {
    return (int) masks.stream().filter(ReportedMask::isMentioned).count();
  }
}
