package dev.pancap.store.diff;

import dev.pancap.store.ReleaseRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image whose row differs.
 *
 * @param before null if it was added
 * @param after null if it was removed
 * @param reasons why its caption differs, the first is the one that the others follow from
 */
public record Change(
    Kind kind, @Nullable ReleaseRow before, @Nullable ReleaseRow after, List<Reason> reasons) {
  public Change {
    reasons = List.copyOf(reasons);
  }

  /** What happened to the image. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /** What a caption was asked for anew for. */
  public enum Reason {
    /** Another model, or another revision of it. */
    MODEL,
    /** Other words in a prompt. */
    PROMPT,
    /** A segment was added, removed, redrawn or given another class. */
    MASK,
    /** A person changed, wrote or took back a line. */
    EDIT,
    /** The picture's file, the overlay's look or a budget: what only the keys show. */
    IMAGE,
    /** The same texts, judged otherwise. */
    GATE,
    /** What readers see beside the texts: file name, path, split, flags. */
    DETAILS
  }

  /** The row that there is, the newer one first. */
  public ReleaseRow row() {
    ReleaseRow row = after != null ? after : before;
    if (row == null) {
      throw new IllegalStateException("A change has a row before or after");
    }
    return row;
  }

  /** Whether the caption that readers see is another one. */
  public boolean isCaptionChanged() {
    return before == null
        || after == null
        || !before.captionGrounded().equals(after.captionGrounded());
  }
}
