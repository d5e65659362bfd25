package dev.pancap.edit;

import java.util.List;

/**
 * A paragraph with the edits of people laid over it.
 *
 * @param outcomes what became of each edit; empty where nobody edited the paragraph
 */
public record RevisedCaption(String grounded, List<EditOutcome> outcomes) {
  public RevisedCaption {
    outcomes = List.copyOf(outcomes);
  }
}
