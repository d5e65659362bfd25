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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The journal as one task sees it: the answers of the images that it has in work, and a writer for
 * new ones. Safe for use by several threads.
 */
public final class TaskJournal implements AnswerJournal, AutoCloseable {
  private final JournalWriter writer;
  private final Map<Long, List<JournalEntry>> ofEarlierAttempts;
  private final ConcurrentMap<Long, OpenImage> images = new ConcurrentHashMap<>();
  private final AtomicReference<Runnable> whenDone = new AtomicReference<>(() -> {});
  private volatile boolean closed;
  private volatile boolean flushed;

  public TaskJournal(JournalWriter writer) {
    this(writer, List.of());
  }

  /**
   * @param ofEarlierAttempts what earlier attempts at this task stored: the run paid for it, and it
   *     is not in what the run read at its start
   */
  public TaskJournal(JournalWriter writer, List<JournalEntry> ofEarlierAttempts) {
    this.writer = writer;
    this.ofEarlierAttempts =
        ofEarlierAttempts.stream().collect(Collectors.groupingBy(JournalEntry::imageId));
  }

  /**
   * What was looked up and stored for one image.
   *
   * @param requests answers that were stored, by this attempt at the task or by an earlier one
   * @param fromJournal answers that were found and are of an earlier run
   * @param usage tokens of the answers that were stored
   */
  public record Tally(int requests, int fromJournal, TokenUsage usage) {}

  private static final class OpenImage {
    private final Map<String, ModelAnswer> answers = new HashMap<>();
    private final Set<String> ofEarlierAttempts = new HashSet<>();
    private int requests;
    private int found;
    private TokenUsage usage = TokenUsage.NONE;

    synchronized @Nullable ModelAnswer find(String key) {
      ModelAnswer answer = answers.get(key);
      if (answer != null && ofEarlierAttempts.remove(key)) {
        requests++;
        usage = usage.plus(answer.usage());
      } else if (answer != null) {
        found++;
      }
      return answer;
    }

    synchronized void addEarlier(JournalEntry entry) {
      if (answers.putIfAbsent(entry.key(), entry.answer()) == null) {
        ofEarlierAttempts.add(entry.key());
      }
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
    // A key may have been answered twice, by two copies of a task: the first answer counts, in
    // every run.
    inTime(entries).forEach(entry -> image.answers.putIfAbsent(entry.key(), entry.answer()));
    inTime(ofEarlierAttempts.getOrDefault(imageId, List.of())).forEach(image::addEarlier);
    images.put(imageId, image);
  }

  private static Stream<JournalEntry> inTime(List<JournalEntry> entries) {
    return entries.stream()
        .sorted(
            Comparator.comparingLong(JournalEntry::answeredAtMillis)
                .thenComparing(entry -> entry.answer().text()));
  }

  /** Ends the work on an image. */
  public Tally close(long imageId) {
    OpenImage image = images.remove(imageId);
    if (image == null) {
      throw new IllegalStateException("Image " + imageId + " is not in work");
    }
    Tally tally = image.tally();
    runIfDone();
    return tally;
  }

  /**
   * Has something done, once, when the task has ended and the last answer that it asked for is
   * stored. To be called before the first image is opened.
   */
  public void whenDone(Runnable action) {
    whenDone.set(action);
  }

  private void runIfDone() {
    if (flushed && images.isEmpty()) {
      whenDone.getAndSet(() -> {}).run();
    }
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
    } finally {
      flushed = true;
      runIfDone();
    }
  }
}
