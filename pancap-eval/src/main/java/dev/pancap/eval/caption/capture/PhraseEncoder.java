package dev.pancap.eval.caption.capture;

import java.util.List;

/** Turns phrases into vectors of length 1, near for near meanings. */
@FunctionalInterface
public interface PhraseEncoder {
  /** One vector a phrase, in order. */
  List<double[]> encode(List<String> phrases);
}
