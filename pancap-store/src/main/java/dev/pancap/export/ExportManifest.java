package dev.pancap.export;

import java.util.List;
import java.util.Map;

/**
 * What an export consists of, {@code export.json} in {@code snake_case}; where it is, the export is
 * complete.
 *
 * @param release the version that was exported
 * @param images rows of the release, all of which were read
 * @param files the files that were put together and the shards; {@code SHA256SUMS} has all
 * @param sumsSha256 of {@code SHA256SUMS}
 * @param allFiles how many files {@code SHA256SUMS} lists
 */
public record ExportManifest(
    String format,
    String release,
    String releaseContentHash,
    long seed,
    long images,
    Map<String, Long> counters,
    List<ExportedFile> files,
    long allFiles,
    String sumsSha256) {
  public ExportManifest {
    counters = Map.copyOf(counters);
    files = List.copyOf(files);
  }
}
