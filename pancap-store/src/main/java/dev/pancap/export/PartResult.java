package dev.pancap.export;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What was written of one data file of a release.
 *
 * @param images rows read
 * @param sections records written into each section
 * @param files complete files
 * @param counters what happened how often, by name
 */
public record PartResult(
    long images, Map<String, Long> sections, List<ExportedFile> files, Map<String, Long> counters)
    implements Serializable {
  public PartResult {
    sections = Map.copyOf(sections);
    files = List.copyOf(files);
    counters = Map.copyOf(counters);
  }
}
