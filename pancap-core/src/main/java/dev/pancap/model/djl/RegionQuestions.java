package dev.pancap.model.djl;

import dev.pancap.caption.RegionLine;
import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.Segment;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Asks a small model about one region at a time: a crop of it with some surroundings, and its class
 * in the question. Asked for twenty numbered regions at once, such models lose count.
 */
final class RegionQuestions {
  /** What of the box's size is added on every side, so that the region is seen in its place. */
  private static final double SURROUNDINGS = 0.2;

  /** Smaller crops than this show little but the enlarging filter. */
  private static final int LEAST_EDGE = 32;

  private static final Pattern MARKUP = Pattern.compile("[<>\\[\\]{}|]+");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final String question;

  RegionQuestions(String question) {
    this.question = question;
  }

  ChatPrompt about(Segment segment, RgbImage picture) {
    return new ChatPrompt(
        "",
        List.of(crop(picture, segment.box())),
        question.replace("{class}", displayName(segment)));
  }

  /** The line of a region: the answer's first sentences on one line, or the class alone. */
  static RegionLine line(Segment segment, String answer) {
    String text = oneLine(answer);
    return new RegionLine(
        segment.mark(),
        segment.category(),
        text.isEmpty() ? "A " + displayName(segment) + "." : text);
  }

  /** An answer's first line that says something, without markup; empty if there is none. */
  static String oneLine(String answer) {
    return answer
        .lines()
        .map(line -> SPACE.matcher(MARKUP.matcher(line).replaceAll(" ")).replaceAll(" ").strip())
        .filter(line -> line.chars().anyMatch(Character::isLetter))
        .findFirst()
        .orElse("");
  }

  private static String displayName(Segment segment) {
    return new Category(segment.categoryId(), segment.category(), "", segment.isThing())
        .displayName();
  }

  private static RgbImage crop(RgbImage picture, BoundingBox box) {
    int sideways = margin(box.width());
    int upwards = margin(box.height());
    int x = Math.max(0, box.x() - sideways);
    int y = Math.max(0, box.y() - upwards);
    int right = Math.min(picture.width(), box.right() + sideways);
    int bottom = Math.min(picture.height(), box.bottom() + upwards);
    return picture.crop(x, y, right - x, bottom - y);
  }

  private static int margin(int edge) {
    return Math.max((int) Math.ceil(edge * SURROUNDINGS), (LEAST_EDGE - edge + 1) / 2);
  }
}
