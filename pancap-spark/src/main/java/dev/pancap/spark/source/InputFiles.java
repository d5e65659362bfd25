package dev.pancap.spark.source;

import dev.pancap.config.ConfigException;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import dev.pancap.store.seen.FileStamp;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads the user's files through Hadoop, and says in a sentence what is wrong with them. */
public final class InputFiles {
  private InputFiles() {}

  /** Why a file that an annotation names cannot be used. */
  public record Reasons(Reason missing, Reason tooLarge, Reason unreadable) {
    public static final Reasons PICTURE =
        new Reasons(Reason.IMAGE_MISSING, Reason.IMAGE_TOO_LARGE, Reason.IMAGE_UNREADABLE);
    public static final Reasons MASK =
        new Reasons(Reason.MASK_MISSING, Reason.MASK_TOO_LARGE, Reason.MASK_UNREADABLE);
  }

  /**
   * The content of a file.
   *
   * @throws BadRecordException if it is missing, is a folder or is longer than {@code maxBytes}
   * @throws UncheckedIOException if the file system fails, which a retry may mend
   */
  public static byte[] read(String path, long maxBytes, Reasons reasons, Configuration hadoop) {
    return look(path, maxBytes, reasons, hadoop).read().content();
  }

  /**
   * Asks for a file's status; what is wrong with the file is told when it is read.
   *
   * @throws UncheckedIOException if the file system fails, which a retry may mend
   */
  static Looked look(String path, long maxBytes, Reasons reasons, Configuration hadoop) {
    try {
      Path file = new Path(path);
      FileSystem files = file.getFileSystem(hadoop);
      FileStatus status = files.getFileStatus(file);
      BadRecordException fault = null;
      if (status.isDirectory()) {
        fault = new BadRecordException(reasons.unreadable(), path + " is a folder");
      } else if (status.getLen() > maxBytes) {
        fault = tooLarge(path, status.getLen(), maxBytes, reasons);
      }
      return new Looked(path, reasons, FileStamp.of(status), new Open(files, status), fault);
    } catch (FileNotFoundException e) {
      return Looked.unusable(path, reasons, missing(path, reasons, e));
    } catch (org.apache.hadoop.security.AccessControlException e) {
      return Looked.unusable(path, reasons, forbidden(path, reasons, e));
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("Cannot read " + path, e));
    }
  }

  static BadRecordException tooLarge(String path, long bytes, long maxBytes, Reasons reasons) {
    return new BadRecordException(
        reasons.tooLarge(),
        "%s has %d bytes, at most %d are allowed".formatted(path, bytes, maxBytes));
  }

  private static BadRecordException missing(String path, Reasons reasons, IOException cause) {
    return new BadRecordException(reasons.missing(), path + " does not exist", cause);
  }

  private static BadRecordException forbidden(String path, Reasons reasons, IOException cause) {
    return new BadRecordException(reasons.unreadable(), path + " may not be read", cause);
  }

  private record Open(FileSystem files, FileStatus status) {}

  /** A file that was looked at and not read. */
  static final class Looked {
    private final String path;
    private final Reasons reasons;
    private final FileStamp stamp;
    private final @Nullable Open open;
    private final @Nullable BadRecordException fault;

    private Looked(
        String path,
        Reasons reasons,
        FileStamp stamp,
        @Nullable Open open,
        @Nullable BadRecordException fault) {
      this.path = path;
      this.reasons = reasons;
      this.stamp = stamp;
      this.open = open;
      this.fault = fault;
    }

    static Looked unusable(String path, Reasons reasons, BadRecordException fault) {
      return new Looked(path, reasons, FileStamp.ABSENT, /* open= */ null, fault);
    }

    /** How much memory its content takes. */
    long bytes() {
      return fault == null ? stamp.length() : 0;
    }

    /**
     * @throws UncheckedIOException if the file system fails, which a retry may mend
     */
    ImageFile read() {
      if (fault != null) {
        return ImageFile.unusable(path, stamp, fault);
      }
      FileStatus status = Objects.requireNonNull(open).status;
      try (FSDataInputStream in =
          open.files.openFile(status.getPath()).withFileStatus(status).build().get()) {
        byte[] bytes = new byte[(int) status.getLen()];
        in.readFully(0, bytes);
        return ImageFile.of(path, stamp, bytes);
      } catch (FileNotFoundException e) {
        return ImageFile.unusable(path, FileStamp.ABSENT, missing(path, reasons, e));
      } catch (org.apache.hadoop.security.AccessControlException e) {
        return ImageFile.unusable(path, stamp, forbidden(path, reasons, e));
      } catch (java.util.concurrent.ExecutionException e) {
        throw new UncheckedIOException(new IOException("Cannot read " + path, e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new IOException("Interrupted while reading " + path, e));
      } catch (IOException e) {
        throw new UncheckedIOException(new IOException("Cannot read " + path, e));
      }
    }
  }

  /**
   * @param option the command's option that names the folder, for messages
   * @throws ConfigException unless the path is a folder that can be listed and holds something
   */
  public static void requireFolder(String option, String path, Configuration hadoop) {
    try {
      Path folder = new Path(path);
      FileSystem files = folder.getFileSystem(hadoop);
      FileStatus status = files.getFileStatus(folder);
      ConfigException.check(status.isDirectory(), "%s %s is a file, not a folder", option, path);
      ConfigException.check(
          files.listStatusIterator(folder).hasNext(), "%s %s is empty", option, path);
    } catch (FileNotFoundException e) {
      throw new ConfigException("%s %s does not exist".formatted(option, path), e);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(option, path, e);
    }
  }

  /**
   * @throws ConfigException unless the path is a file with something in it
   */
  static void requireFile(String option, String path, Configuration hadoop) {
    try {
      Path file = new Path(path);
      FileStatus status = file.getFileSystem(hadoop).getFileStatus(file);
      ConfigException.check(!status.isDirectory(), "%s %s is a folder, not a file", option, path);
      ConfigException.check(status.getLen() > 0, "%s %s is empty", option, path);
    } catch (FileNotFoundException e) {
      throw new ConfigException("%s %s does not exist".formatted(option, path), e);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(option, path, e);
    }
  }

  /**
   * @throws ConfigException unless the path is a file that can be opened
   */
  public static InputStream open(String option, String path, Configuration hadoop) {
    requireFile(option, path, hadoop);
    try {
      Path file = new Path(path);
      return file.getFileSystem(hadoop).open(file);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(option, path, e);
    }
  }

  static ConfigException unreadable(String option, String path, Throwable cause) {
    return new ConfigException(
        "%s %s cannot be read: %s".formatted(option, path, StoreTrouble.of(path, cause)), cause);
  }
}
