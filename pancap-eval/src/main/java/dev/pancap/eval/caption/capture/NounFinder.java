package dev.pancap.eval.caption.capture;

import java.util.Set;

/** Finds the nouns of a caption, as base forms. */
@FunctionalInterface
public interface NounFinder {
  Set<String> nouns(String caption);
}
