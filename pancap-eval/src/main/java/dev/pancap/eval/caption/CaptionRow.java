package dev.pancap.eval.caption;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was found, usable or not.
 *
 * @param file for messages
 * @param number counted from 1 in the file's order
 * @param imageId null where there is none that can be used
 * @param caption null where there is none that can be used
 * @param problem what is wrong with the id or, if that is sound, with the caption
 */
public record CaptionRow(
    String file, long number, @Nullable ImageId imageId, @Nullable String caption, String problem) {
  /** A sound row. */
  public static CaptionRow of(String file, long number, ImageId imageId, String caption) {
    return new CaptionRow(file, number, imageId, caption, "");
  }

  boolean isSound() {
    return imageId != null && caption != null;
  }

  /** The id of a sound row. */
  ImageId id() {
    return Objects.requireNonNull(imageId);
  }

  /** The caption of a sound row. */
  String text() {
    return Objects.requireNonNull(caption);
  }

  /** What is wrong with a row that is not sound. */
  BadRow bad() {
    return bad(imageId == null ? "image_id" : "caption", problem);
  }

  BadRow bad(String field, String what) {
    return new BadRow(file, number, imageId == null ? "?" : imageId.toString(), field, what);
  }
}
