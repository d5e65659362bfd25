package dev.pancap.edit;

import dev.pancap.caption.RegionLine;
import dev.pancap.caption.StruckWords;
import java.util.List;
import java.util.Set;

/**
 * Region lines with the edits of people laid over them.
 *
 * @param lines by ascending mark
 * @param struck words that a person struck and that round 2 must not say
 * @param editedMarks marks whose line a person changed or wrote
 * @param badMasks marks that a person took out of the description
 * @param outcomes what became of each edit
 */
public record RevisedLines(
    List<RegionLine> lines,
    List<StruckWords> struck,
    Set<Integer> editedMarks,
    Set<Integer> badMasks,
    List<EditOutcome> outcomes) {
  public RevisedLines {
    lines = List.copyOf(lines);
    struck = List.copyOf(struck);
    editedMarks = Set.copyOf(editedMarks);
    badMasks = Set.copyOf(badMasks);
    outcomes = List.copyOf(outcomes);
  }
}
