package dev.pancap.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet file that appears under its name whole or not at all: on an object store when its
 * upload ends, elsewhere by a rename. Two attempts at one task may write it at the same time; a
 * file of the same name gives way.
 */
public final class WholeFile implements OutputFile {
  private static final String UNFINISHED = ".tmp";

  private final FileSystem files;
  private final Path path;
  private final Path written;
  private final Configuration hadoop;
  private final FSDataOutputStream stream;
  private final SortedFooter sorted;

  private WholeFile(FileSystem files, Path path, Configuration hadoop) throws IOException {
    this.files = files;
    this.path = path;
    this.hadoop = hadoop;
    this.written =
        ObjectStores.isObjectStore(files)
            ? path
            : new Path(
                path.getParent(), "_" + path.getName() + "-" + UUID.randomUUID() + UNFINISHED);
    this.stream = files.create(written, /* overwrite= */ true);
    this.sorted = new SortedFooter(HadoopStreams.wrap(stream));
  }

  static WholeFile create(Path path, Configuration hadoop) throws IOException {
    return new WholeFile(path.getFileSystem(hadoop), path, hadoop);
  }

  /**
   * Copies a file byte by byte.
   *
   * @throws java.io.FileNotFoundException if there is nothing to copy; nothing is written then
   * @throws IOException if it cannot be read to its end or written
   */
  public static void copy(Path from, Path to, Configuration hadoop) throws IOException {
    try (InputStream in = from.getFileSystem(hadoop).open(from)) {
      WholeFile whole = create(to, hadoop);
      boolean isWritten = false;
      try {
        in.transferTo(whole.stream);
        whole.stream.close();
        isWritten = true;
      } finally {
        if (!isWritten) {
          whole.abandon();
        }
      }
      whole.complete();
    }
  }

  /** Removes what killed tasks have left in a folder, which may not exist. */
  public static void removeUnfinished(FileSystem files, Path folder) throws IOException {
    if (ObjectStores.isObjectStore(files) || !files.exists(folder)) {
      return;
    }
    for (FileStatus left : files.listStatus(folder, path -> path.getName().endsWith(UNFINISHED))) {
      files.delete(left.getPath(), /* recursive= */ false);
    }
  }

  /** To be called before Parquet's writer is closed, which writes the footer. */
  void beginEnd() {
    sorted.beginEnd();
  }

  /** To be called when all has been written and the stream is closed. */
  void complete() throws IOException {
    if (!written.equals(path)) {
      FileContext.getFileContext(path.toUri(), hadoop)
          .rename(written, path, Options.Rename.OVERWRITE);
    }
  }

  /**
   * Gives up what was written; a file that was there under the name stays. Nothing may be written
   * afterwards, and Parquet's writer must not be closed, which would write its footer.
   */
  void abandon() throws IOException {
    if (stream.hasCapability("fs.capability.outputstream.abortable")) {
      Abortable.AbortableResult given = stream.abort();
      if (given.anyCleanupException() != null) {
        throw given.anyCleanupException();
      }
      return;
    }
    stream.close();
    if (!written.equals(path)) {
      files.delete(written, /* recursive= */ false);
    }
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return sorted;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return sorted;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }
}
