package dev.pancap.review;

import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.ParsedCaption;
import dev.pancap.caption.PhraseGroup;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a paragraph that a rater wrote still names its regions. */
final class CaptionCheck {
  private CaptionCheck() {}

  /**
   * @throws InvalidEditException if a tag cannot be read or names a region that is not there
   */
  static void check(String grounded, PreparedImage image) {
    ParsedCaption parsed = GroundedCaptionParser.parse(grounded);
    parsed.slips().stream()
        .findFirst()
        .ifPresent(
            slip -> {
              throw new InvalidEditException(
                  "A tag cannot be read as it stands: " + "near \"" + slip.excerpt() + "\"");
            });
    GroundedCaption caption = parsed.caption();
    if (caption.groups().isEmpty()) {
      throw new InvalidEditException("No phrase names a region.");
    }
    Set<Integer> known = image.segments().stream().map(Segment::mark).collect(Collectors.toSet());
    for (PhraseGroup group : caption.groups()) {
      for (int mark : group.markIds()) {
        if (!known.contains(mark)) {
          throw new InvalidEditException("There is no region %d in this picture.".formatted(mark));
        }
      }
    }
  }
}
