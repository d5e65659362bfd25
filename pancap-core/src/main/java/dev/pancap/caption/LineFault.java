package dev.pancap.caption;

import java.io.Serializable;

/**
 * What is wrong with the region lines of an answer.
 *
 * @param mark the region it is about, or 0 where it is about the whole answer
 */
public record LineFault(Kind kind, int mark) implements Serializable {

  /** The faults that there are. */
  public enum Kind {
    /** Neither lines nor JSON could be found. */
    UNREADABLE("no line of the form 'number: Class - description' was found"),
    /** A region has no line. */
    MISSING("region %d has no line"),
    /** A line is about a number that the picture does not have. */
    UNKNOWN("there is no region %d"),
    /** Two lines about one region differ. */
    REPEATED("region %d has two lines that differ"),
    /** A line has a class and no description. */
    EMPTY("the line of region %d describes nothing");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }
  }

  /** The fault in words, as the model is told it. */
  public String text() {
    return kind.sentence.formatted(mark);
  }
}
