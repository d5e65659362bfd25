package dev.pancap.audit;

import java.io.Serializable;
import java.util.List;

/**
 * What was found of a mask.
 *
 * @param withoutPixels annotated ids of which the mask has no pixel, ascending
 * @param detail for people: which file, and what is wrong with it
 */
public record AuditedMask(State state, List<Integer> withoutPixels, String detail)
    implements Serializable {
  /** Nobody looked. */
  public static final AuditedMask NOT_READ = of(State.NOT_READ, "");

  /** It holds ids, all of the annotation's among them. */
  public static final AuditedMask THERE = of(State.THERE, "");

  public AuditedMask {
    withoutPixels = List.copyOf(withoutPixels);
  }

  public static AuditedMask of(State state, String detail) {
    return new AuditedMask(state, List.of(), detail);
  }

  /** Whether there is a mask. */
  public enum State {
    /** It holds ids. */
    THERE,
    MISSING,
    /** Nothing but void. */
    EMPTY,
    UNREADABLE,
    NOT_READ
  }
}
