package dev.pancap.eval.report;

import java.util.List;

/**
 * What a report is about.
 *
 * @param name the data set's name, as people know it
 * @param notes what a reader must know of how it was read, a sentence each
 */
public record ReportSource(String name, List<String> notes) {
  public ReportSource {
    notes = List.copyOf(notes);
  }
}
