package dev.pancap.store;

import dev.pancap.journal.JournalEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Appends answers to the journal under {@code DIR/journal/}. Entries gather in memory and go into a
 * new file of a name that nobody else uses, when enough of them or enough time has come together.
 * The file appears under its final name only when it is complete: by a rename, or on an object
 * store by the end of its upload. Safe for use by several threads.
 */
public final class JournalWriter implements AutoCloseable {
  /** What is flushed at the latest; an entry has a kilobyte or two. */
  private static final int MAX_PENDING = 20_000;

  private final FileSystem files;
  private final Path folder;
  private final Clock clock;
  private final long flushAfterMillis;
  private final String label;
  private final List<JournalEntry> pending = new ArrayList<>();
  private long oldestPendingMillis;

  /**
   * When entries are stored and under what name.
   *
   * @param flushAfterMillis how long an entry may wait for others
   * @param author part of the files' names, by which {@link JournalReader#filesOf} finds them
   *     again; empty where nobody looks for them
   */
  public record Habit(long flushAfterMillis, String author) {}

  private JournalWriter(FileSystem files, Path folder, Clock clock, Habit habit) {
    this.files = files;
    this.folder = folder;
    this.clock = clock;
    this.flushAfterMillis = habit.flushAfterMillis();
    this.label = JournalReader.label(habit.author());
  }

  /**
   * @param outputDir the {@code --out} folder of {@code build}
   * @param flushAfterMillis how long an entry may wait for others
   * @throws IOException if the file system cannot be reached
   */
  public static JournalWriter open(
      String outputDir, Configuration hadoop, Clock clock, long flushAfterMillis)
      throws IOException {
    return open(outputDir, hadoop, clock, new Habit(flushAfterMillis, ""));
  }

  /**
   * @param outputDir the {@code --out} folder of {@code build}
   * @throws IOException if the file system cannot be reached
   */
  public static JournalWriter open(String outputDir, Configuration hadoop, Clock clock, Habit habit)
      throws IOException {
    Path folder = new Path(outputDir, JournalReader.FOLDER);
    return new JournalWriter(folder.getFileSystem(hadoop), folder, clock, habit);
  }

  /**
   * Adds an entry, and stores what has gathered if it is time to.
   *
   * @throws IOException if it cannot be stored; the entries stay and are tried again
   */
  public synchronized void append(JournalEntry entry) throws IOException {
    if (pending.isEmpty()) {
      oldestPendingMillis = clock.millis();
    }
    pending.add(entry);
    if (pending.size() >= MAX_PENDING) {
      flush();
    } else {
      flushIfDue();
    }
  }

  /** Stores what has gathered if its oldest entry has waited long enough. */
  public synchronized void flushIfDue() throws IOException {
    // A clock that was set back must not keep entries in memory.
    if (!pending.isEmpty() && Math.abs(clock.millis() - oldestPendingMillis) >= flushAfterMillis) {
      flush();
    }
  }

  /** Stores what has gathered. */
  public synchronized void flush() throws IOException {
    if (pending.isEmpty()) {
      return;
    }
    String name = "%013d-%s%s".formatted(clock.millis(), label, UUID.randomUUID());
    Path complete = new Path(folder, name + JournalReader.SUFFIX);
    Path hidden = new Path(folder, "_" + name + ".tmp");
    boolean isObjectStore = ObjectStores.isObjectStore(files);
    try (OutputStream out =
        files.create(isObjectStore ? complete : hidden, /* overwrite= */ false)) {
      JournalFile.write(pending, out);
    }
    if (!isObjectStore && !files.rename(hidden, complete)) {
      throw new IOException("Cannot rename " + hidden + " to " + complete);
    }
    pending.clear();
  }

  /** Stores what has gathered. */
  @Override
  public void close() throws IOException {
    flush();
  }
}
