package dev.pancap.eval.panoptic;

import java.io.Serializable;
import java.util.List;

/**
 * The outcome of a panoptic evaluation.
 *
 * @param images annotations of the truth
 * @param evaluated those that the figures cover
 * @param problems the images that were left out, in the truth's order
 * @param notes what a reader of the figures must know, a sentence each
 */
public record PanopticReport(
    PanopticScores scores,
    PanopticQualityState state,
    int images,
    int evaluated,
    List<Problem> problems,
    List<String> notes) {
  public PanopticReport {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /** An image that was left out, and why. */
  public record Problem(String imageId, PanopticFault.Kind kind, String detail)
      implements Serializable {}
}
