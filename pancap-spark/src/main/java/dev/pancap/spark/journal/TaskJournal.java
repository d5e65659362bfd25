package dev.pancap.spark.journal;

import dev.pancap.journal.AnswerJournal;
import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.TokenUsage;
import dev.pancap.store.JournalWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The journal as one task sees it: the answers of the images that it has in work, and a writer for
 * new ones. Safe for use by several threads.
 */
public final class TaskJournal implements AnswerJournal, AutoCloseable {
  private final JournalWriter writer;
  private final ConcurrentMap<Long, OpenImage> images = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public TaskJournal(JournalWriter writer) {
    this.writer = writer;
  }

  /**
   * What was looked up and stored for one image.
   *
   * @param requests answers that were stored
   * @param fromJournal answers that were found
   * @param usage tokens of the answers that were stored
   */
  public record Tally(int requests, int fromJournal, TokenUsage usage) {}

  private static final class OpenImage {
    private final Map<String, ModelAnswer> answers = new HashMap<>();
    private int requests;
    private int found;
    private TokenUsage usage = TokenUsage.NONE;

    synchronized @Nullable ModelAnswer find(String key) {
      ModelAnswer answer = answers.get(key);
      if (answer != null) {
        found++;
      }
      return answer;
    }

    synchronized void add(JournalEntry entry) {
      answers.put(entry.key(), entry.answer());
      requests++;
      usage = usage.plus(entry.answer().usage());
    }

    synchronized Tally tally() {
      return new Tally(requests, found, usage);
    }
  }

  /** Takes an image into work, with what is known of it. */
  public void open(long imageId, List<JournalEntry> entries) {
    OpenImage image = new OpenImage();
    // A key may have been answered twice, by a task that was tried again: the first answer counts,
    // in every run.
    entries.stream()
        .sorted(
            Comparator.comparingLong(JournalEntry::answeredAtMillis)
                .thenComparing(entry -> entry.answer().text()))
        .forEach(entry -> image.answers.putIfAbsent(entry.key(), entry.answer()));
    images.put(imageId, image);
  }

  /** Ends the work on an image. */
  public Tally close(long imageId) {
    OpenImage image = images.remove(imageId);
    if (image == null) {
      throw new IllegalStateException("Image " + imageId + " is not in work");
    }
    return image.tally();
  }

  @Override
  public @Nullable ModelAnswer find(long imageId, String key) {
    OpenImage image = images.get(imageId);
    return image == null ? null : image.find(key);
  }

  @Override
  public void append(JournalEntry entry) {
    OpenImage image = images.get(entry.imageId());
    if (image != null) {
      image.add(entry);
    }
    try {
      writer.append(entry);
      if (closed) {
        // The task has ended, the answer came late: it was paid for all the same.
        writer.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "An answer for image " + entry.imageId() + " is not stored", e);
    }
  }

  /** Stores what has waited long enough. To be called now and then. */
  public void flushIfDue() {
    try {
      writer.flushIfDue();
    } catch (IOException e) {
      throw new UncheckedIOException("Answers cannot be stored", e);
    }
  }

  /** Stores everything. */
  @Override
  public void close() {
    closed = true;
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Answers cannot be stored", e);
    }
  }
}
