package dev.pancap.audit;

import java.io.Serializable;
import java.util.Map;

/**
 * A published caption and what its annotation and mask say.
 *
 * @param imageId from the file's name
 * @param text with its tags
 * @param categories of the annotated segments, by segment id; empty if there is no annotation
 * @param mask what was found of the mask
 */
public record AuditedCaption(long imageId, String text, Map<Integer, Integer> categories, Mask mask)
    implements Serializable {
  public AuditedCaption {
    categories = Map.copyOf(categories);
  }

  /** What was found of a mask. */
  public enum Mask {
    /** It holds ids. */
    THERE,
    MISSING,
    /** Nothing but void. */
    EMPTY,
    UNREADABLE,
    /** It was not looked at. */
    NOT_READ
  }
}
