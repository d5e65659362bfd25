package dev.pancap.eval.caption.meteor;

import java.util.List;

/**
 * One-to-one matches of a hypothesis and a reference.
 *
 * @param matches in the order of the reference
 * @param chunks runs of matches that follow each other on both sides
 */
record Alignment(List<Match> matches, int chunks) {
  Alignment {
    matches = List.copyOf(matches);
  }
}
