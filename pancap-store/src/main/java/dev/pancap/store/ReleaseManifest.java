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
    String schema,
    String config,
    Map<String, String> versions) {
  public ReleaseManifest {
    files = List.copyOf(files);
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
}
