package dev.pancap.eval.caption;

import java.io.Serializable;

/**
 * An image's id as a caption file writes it. The number 42 and the text "42" are two ids.
 *
 * @param number whether the file has it as a number
 */
public record ImageId(String text, boolean number) implements Serializable {
  /** As the file has it: text in quotes. */
  @Override
  public String toString() {
    return number ? text : '"' + text + '"';
  }
}
