package dev.pancap.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a complete release by ascending image id, one at a time: the files of its manifest,
 * one after the other.
 */
public final class ReleaseRows implements Closeable {
  private final Path release;
  private final Configuration hadoop;
  private final Iterator<ReleaseManifest.DataFile> files;
  private ReleaseFile.@Nullable Reader open;

  private ReleaseRows(Path release, Configuration hadoop, ReleaseManifest manifest) {
    this.release = release;
    this.hadoop = hadoop;
    this.files = manifest.files().iterator();
  }

  /**
   * @param version of a complete release
   * @throws IOException if there is none
   */
  public static ReleaseRows open(ReleaseFolder folder, String version, Configuration hadoop)
      throws IOException {
    ReleaseManifest manifest =
        folder
            .manifest(version)
            .orElseThrow(() -> new IOException("There is no complete release " + version));
    return new ReleaseRows(folder.path(version), hadoop, manifest);
  }

  /** The next row, or null at the end. */
  public @Nullable ReleaseRow read() throws IOException {
    while (true) {
      if (open != null) {
        ReleaseRow row = open.read();
        if (row != null) {
          return row;
        }
        open.close();
        open = null;
      }
      if (!files.hasNext()) {
        return null;
      }
      open = ReleaseFile.reader(new Path(release, files.next().path()), hadoop);
    }
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
