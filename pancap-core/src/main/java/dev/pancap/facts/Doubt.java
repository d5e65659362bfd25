package dev.pancap.facts;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Something that a text says and that picture and mask do not bear out: a reason for a person to
 * look.
 *
 * @param detail the evidence, for people
 * @param mark the region that it is about, or null
 * @param text which text says it
 * @param start where it stands in that text, in code points
 * @param end exclusive
 */
public record Doubt(Rule rule, String detail, @Nullable Integer mark, Text text, int start, int end)
    implements Serializable {

  /** What is doubted. The names are published in {@code flags}: add, never rename. */
  public enum Rule {
    /** It names a class that no region of the picture has. */
    CLASS_NOT_IN_PICTURE,
    /** It counts other than the masks do. */
    COUNT_DISAGREES,
    /** It names a colour that the region has next to nothing of. */
    COLOR_DISAGREES,
    /** It says left where the mask is right, or above where it is below. */
    PLACE_DISAGREES,
    /** It guesses: likely, possibly, appears to. */
    SPECULATION,
    /** Two regions have the same line. */
    REPEATED_LINE,
    /** The region is too small to be seen well. */
    TINY_REGION
  }

  /** Which text the place refers to. */
  public enum Text {
    /** The line of region {@link #mark()}. */
    LINE,
    /** The plain caption. */
    CAPTION,
    /** None: it is about the region itself. */
    REGION
  }
}
