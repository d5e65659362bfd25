package dev.pancap.edit;

import java.io.Serializable;

/**
 * One change to a base text. Offsets count Unicode code points of the base text.
 *
 * @param start where the span starts; for {@link EditOperation#ADD} where the words were put in
 * @param end where it ends, exclusive; equal to {@code start} for an addition
 * @param text the words that were added, removed or struck
 */
public record EditSpan(EditOperation operation, int start, int end, String text)
    implements Serializable {
  public EditSpan {
    if (start < 0 || end < start || (operation == EditOperation.ADD) != (start == end)) {
      throw new IllegalArgumentException(
          "A span %s of %d to %d is none".formatted(operation, start, end));
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("A span without text changes nothing");
    }
  }
}
