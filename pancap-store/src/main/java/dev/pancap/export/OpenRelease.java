package dev.pancap.export;

import dev.pancap.config.ConfigException;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A complete release: what its manifest lists, and nothing else that may lie there.
 *
 * @param root the folder of the release
 */
public record OpenRelease(String root, ReleaseManifest manifest) {

  /**
   * @param release a release, or the folder that {@code build} wrote to: then its current release
   * @throws ConfigException if there is no complete release
   */
  public static OpenRelease of(String release, Configuration hadoop) throws IOException {
    Path path = new Path(release);
    ReleaseFolder folder = ReleaseFolder.open(release, hadoop);
    Optional<String> current = folder.current();
    if (current.isPresent()) {
      path = folder.path(current.get());
    } else if (path.getParent() != null && path.getParent().getParent() != null) {
      folder = ReleaseFolder.open(path.getParent().getParent().toString(), hadoop);
    }
    Optional<ReleaseManifest> manifest = folder.manifest(path.getName());
    if (manifest.isEmpty()) {
      throw new ConfigException(
          "--release %s is no complete release: name what build wrote to, or one of its releases/VERSION"
              .formatted(release));
    }
    return new OpenRelease(path.toString(), manifest.get());
  }

  /** The data files, by path. */
  public List<ReleaseManifest.DataFile> dataFiles() {
    return manifest.files().stream()
        .filter(file -> file.path().startsWith("data/") && file.path().endsWith(".parquet"))
        .sorted((a, b) -> a.path().compareTo(b.path()))
        .toList();
  }

  /** The split that the names of the data files tell, such as {@code train}. */
  public String split() {
    return dataFiles().stream()
        .map(file -> file.path().substring("data/".length()).replaceFirst("-.*", ""))
        .findFirst()
        .orElse("train");
  }

  /** Whether its rows have scene graphs. */
  public boolean hasSceneGraphs(Configuration hadoop) throws IOException {
    return hasSceneGraphs(root, dataFiles(), hadoop);
  }

  /** The first row tells, as one setting decides for all. */
  static boolean hasSceneGraphs(
      String root, List<ReleaseManifest.DataFile> parts, Configuration hadoop) throws IOException {
    if (parts.isEmpty()) {
      return false;
    }
    try (ReleaseFile.Reader rows =
        ReleaseFile.reader(new Path(root, parts.get(0).path()), hadoop)) {
      ReleaseRow first = rows.read();
      return first != null && first.sceneGraph() != null;
    }
  }
}
