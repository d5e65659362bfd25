package dev.pancap.store;

import dev.pancap.journal.JournalEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;

/** Reads the journal, a file at a time. Files that are not complete yet are not seen. */
public final class JournalReader {
  static final String FOLDER = "journal";
  static final String SUFFIX = ".jsonl.gz";

  private JournalReader() {}

  /**
   * The complete files of the journal, by ascending name, which starts with the time of writing.
   *
   * @param outputDir the {@code --out} folder of {@code build}; its {@code journal} need not exist
   * @throws IOException if the folder cannot be listed
   */
  public static List<String> files(String outputDir, Configuration hadoop) throws IOException {
    return files(outputDir, hadoop, path -> path.getName().endsWith(SUFFIX));
  }

  /**
   * Those of {@link #files} that writers with this name wrote.
   *
   * @param author as in {@link JournalWriter.Habit}, not empty
   * @throws IOException if the folder cannot be listed
   */
  public static List<String> filesOf(String author, String outputDir, Configuration hadoop)
      throws IOException {
    String label = "-" + label(author);
    return files(
        outputDir,
        hadoop,
        path -> path.getName().endsWith(SUFFIX) && path.getName().contains(label));
  }

  /** What a file's name holds behind its time. No author's name has an underscore in it. */
  static String label(String author) {
    if (author.isEmpty()) {
      return "";
    }
    if (!author.matches("[A-Za-z0-9.-]+")) {
      throw new IllegalArgumentException("Not fit for a file's name: " + author);
    }
    return author + "_";
  }

  private static List<String> files(String outputDir, Configuration hadoop, PathFilter filter)
      throws IOException {
    Path folder = new Path(outputDir, FOLDER);
    FileSystem files = folder.getFileSystem(hadoop);
    if (!files.exists(folder)) {
      return List.of();
    }
    FileStatus[] found = files.listStatus(folder, filter);
    Arrays.sort(found);
    return Arrays.stream(found).map(status -> status.getPath().toString()).toList();
  }

  /**
   * Reads one file.
   *
   * @throws CorruptJournalException if it is incomplete or was changed; none of it counts
   * @throws IOException if it cannot be read
   */
  public static List<JournalEntry> read(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return JournalFile.read(path.getName(), in);
    } catch (ChecksumException e) {
      throw new CorruptJournalException(path.getName(), "the file system's checksum differs", e);
    }
  }
}
