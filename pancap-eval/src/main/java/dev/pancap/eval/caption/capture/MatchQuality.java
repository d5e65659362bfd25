package dev.pancap.eval.caption.capture;

import java.io.Serializable;

/** Precision, recall and F1 of facts of one kind; 0 where there is none. */
public record MatchQuality(double precision, double recall, double f1) implements Serializable {
  private static final double EPSILON = 1e-6;

  static MatchQuality of(double precision, double recall) {
    return new MatchQuality(
        precision, recall, 2 * precision * recall / (precision + recall + EPSILON));
  }
}
