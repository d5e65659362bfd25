package dev.pancap.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The picture files of a release: inside it, or where they were. */
public final class RowPictures {
  private static final byte[] NONE = {};

  private final Configuration hadoop;
  private final long maxFileBytes;

  /**
   * @param maxFileBytes of a larger file no more is read
   */
  public RowPictures(Configuration hadoop, long maxFileBytes) {
    this.hadoop = hadoop;
    this.maxFileBytes = maxFileBytes;
  }

  /** The whole file, or nothing where it is no longer there. */
  public byte[] file(ReleaseRow row) throws IOException {
    if (row.imageBytes() != null) {
      return row.imageBytes();
    }
    Path path = new Path(row.imagePath());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readNBytes(Math.toIntExact(maxFileBytes));
    } catch (FileNotFoundException e) {
      return NONE;
    }
  }

  public Configuration hadoop() {
    return hadoop;
  }
}
