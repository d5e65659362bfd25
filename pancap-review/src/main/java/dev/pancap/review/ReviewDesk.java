package dev.pancap.review;

import dev.pancap.edit.EditOutcome;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditTarget;
import dev.pancap.edit.EffectiveEdits;
import dev.pancap.edit.Revision;
import dev.pancap.store.EditLog;
import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReviewImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The raters' work: images in the order of need, the edits made so far, and where they go. Edits
 * are stored before they count here, so what a rater sees as saved is on disk.
 */
public final class ReviewDesk {
  /** Images with more masks than this are the slides' dense ones. */
  private static final int DENSE_MASKS = 25;

  private final ReviewCatalog catalog;
  private final EditLog log;
  private final List<QueueEntry> byNeed;
  private final Map<Long, QueueEntry> byId = new HashMap<>();
  private final ReviewPolicy policy;
  private final Map<Long, List<EditRecord>> edits = new HashMap<>();
  private long editCount;

  private ReviewDesk(ReviewCatalog catalog, EditLog log, ReviewPolicy policy) {
    this.catalog = catalog;
    this.log = log;
    this.policy = policy;
    // Conflicts first, then the most flags; a stable sort keeps the order of the release.
    this.byNeed =
        catalog.entries().stream()
            .sorted(
                (a, b) ->
                    a.conflict() != b.conflict()
                        ? Boolean.compare(b.conflict(), a.conflict())
                        : Integer.compare(b.flags(), a.flags()))
            .toList();
    byNeed.forEach(entry -> byId.put(entry.imageId(), entry));
  }

  /**
   * @throws IOException if the edits cannot be read
   */
  public static ReviewDesk open(ReviewCatalog catalog, EditLog log, ReviewPolicy policy)
      throws IOException {
    ReviewDesk desk = new ReviewDesk(catalog, log, policy);
    List<String> bad = new ArrayList<>();
    desk.remember(log.read(bad::add));
    if (!bad.isEmpty()) {
      throw new IOException(
          "%d lines of edits/ cannot be read, the first: %s".formatted(bad.size(), bad.get(0)));
    }
    return desk;
  }

  /** What a rater can ask to see. */
  public enum Filter {
    WAITING,
    FLAGGED,
    CONFLICTS,
    DENSE,
    DONE,
    ALL
  }

  /**
   * How far the work is.
   *
   * @param queued images that the policy wants, and others that a rater marked as done
   * @param done those of them that a rater marked as done
   */
  public record Progress(int queued, int done, long edits) {}

  /** The images under a filter, those that need a person most first. */
  public synchronized List<Long> queue(Filter filter) {
    Stream<QueueEntry> entries = byNeed.stream();
    Stream<QueueEntry> shown =
        switch (filter) {
          case WAITING -> entries.filter(entry -> policy.wants(entry) && !isDone(entry));
          case FLAGGED -> entries.filter(entry -> entry.flags() > 0);
          case CONFLICTS -> entries.filter(QueueEntry::conflict);
          case DENSE -> entries.filter(entry -> entry.masks() > DENSE_MASKS);
          case DONE -> entries.filter(this::isDone);
          case ALL -> entries;
        };
    return shown.map(QueueEntry::imageId).toList();
  }

  public synchronized Progress progress() {
    int waiting = 0;
    int done = 0;
    for (QueueEntry entry : byNeed) {
      if (isDone(entry)) {
        done++;
      } else if (policy.wants(entry)) {
        waiting++;
      }
    }
    return new Progress(waiting + done, done, editCount);
  }

  /** Reads one image with the machine's texts. */
  public Optional<ReviewImage> image(long imageId) throws IOException {
    return byId.containsKey(imageId) ? catalog.image(imageId) : Optional.empty();
  }

  /** Reads the file of a picture. */
  public byte[] picture(ReviewImage image) throws IOException {
    return catalog.picture(image);
  }

  /** All edits of an image. */
  public synchronized List<EditRecord> editsOf(long imageId) {
    return List.copyOf(edits.getOrDefault(imageId, List.of()));
  }

  /**
   * Whether a rater has verified the image, and done so after the release where the release holds
   * an edit in conflict.
   */
  public synchronized boolean isDone(long imageId) {
    QueueEntry entry = byId.get(imageId);
    return entry != null && isDone(entry);
  }

  /**
   * Stores an edit.
   *
   * @throws IOException if it cannot be stored; then it does not count
   */
  public void add(EditRecord edit) throws IOException {
    log.append(List.of(edit));
    remember(List.of(edit));
  }

  /**
   * Stores that a rater has nothing more to correct in an image. The edits in conflict that the
   * rater saw there stand from then on, until one of them or the machine's text changes.
   *
   * @param image as it was shown
   * @throws IOException if it cannot be stored; then it does not count
   */
  public void verify(ReviewImage image, EditRecord verified) throws IOException {
    List<EditRecord> all = new ArrayList<>();
    Revision.outcomes(image.image(), image.lines(), image.caption(), editsOf(verified.imageId()))
        .stream()
        .filter(EditOutcome::isOpen)
        .map(open -> stands(open, verified))
        .distinct()
        .forEach(all::add);
    all.add(verified);
    log.append(all);
    remember(all);
  }

  private static EditRecord stands(EditOutcome open, EditRecord verified) {
    return new EditRecord(
        verified.imageId(),
        open.segmentId(),
        EditTarget.STANDS,
        open.machineText(),
        List.of(),
        open.machineText(),
        verified.rater(),
        verified.editedAtMillis(),
        verified.origin());
  }

  private synchronized void remember(List<EditRecord> more) {
    for (EditRecord edit : more) {
      edits.computeIfAbsent(edit.imageId(), id -> new ArrayList<>()).add(edit);
    }
    editCount += more.size();
  }

  private boolean isDone(QueueEntry entry) {
    List<EditRecord> made = edits.getOrDefault(entry.imageId(), List.of());
    if (made.isEmpty()) {
      return false;
    }
    List<EditRecord> verified = EffectiveEdits.of(made).verified();
    return !verified.isEmpty()
        && (!entry.conflict() || verified.get(0).editedAtMillis() > catalog.releasedAtMillis());
  }
}
