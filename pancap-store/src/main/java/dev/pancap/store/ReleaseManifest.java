package dev.pancap.store;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a release consists of; {@code manifest.json} in {@code snake_case}.
 *
 * @param createdAt ISO-8601, UTC
 * @param contentHash identifies the rows: equal for two builds of the same input
 * @param runId the run that made it
 * @param files of the data, by path
 * @param contents of the same files, in the same order; empty in releases of before there were such
 * @param schema the Parquet schema of the data
 * @param config the settings, without secrets
 * @param versions of pancap and of what it ran on
 */
public record ReleaseManifest(
    String version,
    String createdAt,
    String contentHash,
    String runId,
    long rows,
    List<DataFile> files,
    List<FileContent> contents,
    String schema,
    String config,
    Map<String, String> versions) {
  @SuppressWarnings("NullAway") // Jackson gives null for what is not there.
  public ReleaseManifest {
    files = List.copyOf(files);
    contents = contents == null ? List.of() : List.copyOf(contents);
    versions = Map.copyOf(versions);
  }

  /**
   * One file of a release.
   *
   * @param path relative to the release
   * @param sha256 64 hexadecimal digits
   */
  public record DataFile(String path, long rows, long bytes, String sha256)
      implements Serializable {}

  /**
   * What is in a data file and in the file of the review table beside it.
   *
   * @param key equal for two files with the same rows that the same code has written: their bytes
   *     are the same, and so are those of their review files
   * @param review the file of the review table
   */
  public record FileContent(String key, DataFile review) implements Serializable {}
}
