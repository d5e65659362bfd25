package dev.pancap.store.seen;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a file system says of a file without reading it.
 *
 * @param length in bytes; -1 where there is no file
 * @param modifiedMillis milliseconds since 1970-01-01 UTC
 * @param etag the store's name for the content, or empty where it has none
 */
public record FileStamp(long length, long modifiedMillis, String etag) implements Serializable {
  /** There is no such file. */
  public static final FileStamp ABSENT = new FileStamp(-1, 0, "");

  public static FileStamp of(FileStatus status) {
    String etag = status instanceof EtagSource tagged ? tagged.getEtag() : null;
    return new FileStamp(status.getLen(), status.getModificationTime(), etag == null ? "" : etag);
  }

  /**
   * @throws IOException if the file system cannot say
   */
  public static FileStamp of(FileSystem files, Path file) throws IOException {
    if (files.getClass() == LocalFileSystem.class) {
      try {
        // Hadoop asks the disk four times for what one call says.
        BasicFileAttributes found =
            Files.readAttributes(
                java.nio.file.Path.of(file.toUri().getPath()), BasicFileAttributes.class);
        return new FileStamp(found.size(), found.lastModifiedTime().toMillis(), "");
      } catch (FileSystemException e) {
        // There is no such file, or Hadoop says what is with it.
      }
    }
    try {
      return of(files.getFileStatus(file));
    } catch (FileNotFoundException e) {
      return ABSENT;
    }
  }

  /**
   * Whether both stand for the same content. Where a store names contents, a file that was uploaded
   * again as it was is the same.
   */
  public boolean matches(FileStamp other) {
    return length == other.length
        && (etag.isEmpty() || other.etag.isEmpty()
            ? modifiedMillis == other.modifiedMillis
            : etag.equals(other.etag));
  }
}
