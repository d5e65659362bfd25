package dev.pancap.store;

import dev.pancap.caption.RegionLine;
import dev.pancap.panoptic.PreparedImage;
import java.io.Serializable;
import java.util.List;

/**
 * What a rater corrects: an image with the machine's texts, before any edit.
 *
 * @param lines the model's lines of round 1, by ascending mark; a segment may have none
 * @param caption the model's grounded paragraph of round 2, or empty
 * @param flags why a person should look
 */
public record ReviewImage(
    PreparedImage image, List<RegionLine> lines, String caption, List<ImageFlag> flags)
    implements Serializable {
  public ReviewImage {
    lines = List.copyOf(lines);
    flags = List.copyOf(flags);
  }
}
