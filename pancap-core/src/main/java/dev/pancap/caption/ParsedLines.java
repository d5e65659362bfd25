package dev.pancap.caption;

import java.io.Serializable;
import java.util.List;

/**
 * The region lines of an answer.
 *
 * @param lines usable ones, one a mark, by ascending mark
 * @param faults empty if every expected mark has exactly one line
 */
public record ParsedLines(List<RegionLine> lines, List<LineFault> faults) implements Serializable {
  public ParsedLines {
    lines = List.copyOf(lines);
    faults = List.copyOf(faults);
  }
}
