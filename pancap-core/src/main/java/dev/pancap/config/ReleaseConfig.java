package dev.pancap.config;

import java.io.Serializable;

/**
 * How a release is laid out.
 *
 * @param rowsPerFile rows of one Parquet file
 * @param rowsPerFileWithImages the same where the pictures are embedded
 * @param sceneGraph whether rows have a scene graph
 */
public record ReleaseConfig(int rowsPerFile, int rowsPerFileWithImages, boolean sceneGraph)
    implements Serializable {
  public ReleaseConfig {
    ConfigException.check(
        rowsPerFile > 0, "release.rows-per-file must be positive: %d", rowsPerFile);
    ConfigException.check(
        rowsPerFileWithImages > 0,
        "release.rows-per-file-with-images must be positive: %d",
        rowsPerFileWithImages);
  }
}
