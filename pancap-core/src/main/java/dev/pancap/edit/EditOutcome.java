package dev.pancap.edit;

import java.io.Serializable;

/**
 * What became of one edit in one build.
 *
 * @param ratersDisagree whether another rater's edit of the same target says something else; the
 *     later one was laid over the text
 * @param machineText what the machine says there now, empty where it says nothing
 * @param isSettled whether a rater has seen that, and lets the edit that was laid over it stand
 */
public record EditOutcome(
    String editKey,
    int segmentId,
    EditTarget target,
    String rater,
    Rebase.Outcome outcome,
    boolean ratersDisagree,
    String machineText,
    boolean isSettled)
    implements Serializable {

  /** Whether a person has to look at it. */
  public boolean isOpen() {
    return (outcome == Rebase.Outcome.CONFLICT || ratersDisagree) && !isSettled;
  }
}
