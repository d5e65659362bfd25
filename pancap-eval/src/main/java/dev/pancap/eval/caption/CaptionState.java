package dev.pancap.eval.caption;

import dev.pancap.eval.caption.meteor.MeteorState;
import java.io.Serializable;

/**
 * The states of all metrics together, of one image or of many. Sums are whole numbers or exact, so
 * that images can be added in any order and grouping: the digits stay the same. What was not
 * computed is empty.
 */
public record CaptionState(
    BleuState bleu, MeanState rouge, MeanState cider, MeteorState meteor, MeanState capture)
    implements Serializable {
  public static final CaptionState EMPTY =
      new CaptionState(
          BleuState.EMPTY, MeanState.EMPTY, MeanState.EMPTY, MeteorState.EMPTY, MeanState.EMPTY);

  public CaptionState plus(CaptionState other) {
    return new CaptionState(
        bleu.plus(other.bleu),
        rouge.plus(other.rouge),
        cider.plus(other.cider),
        meteor.plus(other.meteor),
        capture.plus(other.capture));
  }
}
