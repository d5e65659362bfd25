package dev.pancap.store.diff;

import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.ReleaseRow.ReleaseSegment;
import dev.pancap.store.ReleaseRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Compares two releases row by row, in one pass over both, holding a row of each. */
public final class ReleaseDiff {
  private final Counts counts = new Counts();
  private final Consumer<Change> onChange;

  private ReleaseDiff(Consumer<Change> onChange) {
    this.onChange = onChange;
  }

  /**
   * What was counted.
   *
   * @param changed rows that differ
   * @param moved unchanged rows whose picture lies in another folder
   * @param captionsChanged rows whose grounded caption differs
   * @param reasons of the changed rows, each row under its first reason
   */
  public record Summary(
      String from,
      String to,
      long added,
      long removed,
      long changed,
      long captionsChanged,
      long unchanged,
      long moved,
      Map<Change.Reason, Long> reasons,
      Figures before,
      Figures after,
      Spending spent) {}

  /**
   * What the run that made the newer release asked and spent.
   *
   * @param cost money, or empty where the model has no price or nothing is recorded
   */
  public record Spending(long requests, long promptTokens, long answerTokens, String cost) {
    static final Spending UNKNOWN = new Spending(0, 0, 0, "");
  }

  /**
   * A release in figures.
   *
   * @param flags rows by flag
   * @param quarantine images that are not in it, by reason
   */
  public record Figures(
      long rows,
      double meanWords,
      double meanMasks,
      double meanMasksMentioned,
      long edited,
      Map<String, Long> flags,
      Map<String, Long> quarantine) {}

  /**
   * @param onChange told of every change, by ascending image id
   * @throws IOException if one of them is no complete release, or cannot be read
   */
  public static Summary compare(
      ReleaseFolder releases, Versions versions, Configuration hadoop, Consumer<Change> onChange)
      throws IOException {
    ReleaseDiff diff = new ReleaseDiff(onChange);
    try (ReleaseRows before = ReleaseRows.open(releases, versions.from(), hadoop);
        ReleaseRows after = ReleaseRows.open(releases, versions.to(), hadoop)) {
      diff.merge(before, after);
    }
    ReleaseRecords records = new ReleaseRecords(releases);
    diff.counts.before.quarantine = records.quarantine(versions.from());
    diff.counts.after.quarantine = records.quarantine(versions.to());
    return diff.counts.summary(versions, records.spending(versions.to()));
  }

  /** The older and the newer release. */
  public record Versions(String from, String to) {}

  private void merge(ReleaseRows before, ReleaseRows after) throws IOException {
    ReleaseRow old = before.read();
    ReleaseRow fresh = after.read();
    while (old != null || fresh != null) {
      if (fresh == null || (old != null && old.imageId() < fresh.imageId())) {
        counts.before.add(old);
        report(new Change(Change.Kind.REMOVED, old, null, List.of()));
        old = before.read();
      } else if (old == null || fresh.imageId() < old.imageId()) {
        counts.after.add(fresh);
        report(new Change(Change.Kind.ADDED, null, fresh, List.of()));
        fresh = after.read();
      } else {
        counts.before.add(old);
        counts.after.add(fresh);
        compare(old, fresh);
        old = before.read();
        fresh = after.read();
      }
    }
  }

  private void compare(ReleaseRow old, ReleaseRow fresh) {
    List<Change.Reason> reasons = reasons(old, fresh);
    if (reasons.isEmpty()) {
      counts.unchanged++;
      counts.moved += old.imagePath().equals(fresh.imagePath()) ? 0 : 1;
    } else {
      report(new Change(Change.Kind.CHANGED, old, fresh, reasons));
    }
  }

  private void report(Change change) {
    switch (change.kind()) {
      case ADDED -> counts.added++;
      case REMOVED -> counts.removed++;
      case CHANGED -> {
        counts.changed++;
        counts.reasons.merge(change.reasons().get(0), 1L, Long::sum);
      }
    }
    counts.captionsChanged +=
        change.kind() == Change.Kind.CHANGED && change.isCaptionChanged() ? 1 : 0;
    onChange.accept(change);
  }

  /** In the order in which they follow from each other: a new model explains new words. */
  static List<Change.Reason> reasons(ReleaseRow old, ReleaseRow fresh) {
    List<Change.Reason> reasons = new ArrayList<>();
    if (!old.model().equals(fresh.model())) {
      reasons.add(Change.Reason.MODEL);
    }
    if (!old.promptVersion().equals(fresh.promptVersion())) {
      reasons.add(Change.Reason.PROMPT);
    }
    boolean sameMasks = masks(old).equals(masks(fresh));
    if (!sameMasks) {
      reasons.add(Change.Reason.MASK);
    }
    if (sameMasks && !editedLines(old).equals(editedLines(fresh))) {
      reasons.add(Change.Reason.EDIT);
    }
    boolean sameKeys =
        old.describeKey().equals(fresh.describeKey())
            && old.composeKey().equals(fresh.composeKey());
    if (!sameKeys && reasons.isEmpty()) {
      reasons.add(Change.Reason.IMAGE);
    }
    if (sameKeys && reasons.isEmpty() && !old.captionGrounded().equals(fresh.captionGrounded())) {
      reasons.add(Change.Reason.EDIT);
    }
    if (reasons.isEmpty() && !old.flags().equals(fresh.flags())) {
      reasons.add(Change.Reason.GATE);
    }
    if (reasons.isEmpty() && !details(old).equals(details(fresh))) {
      reasons.add(Change.Reason.DETAILS);
    }
    return reasons;
  }

  private static Map<Integer, String> masks(ReleaseRow row) {
    Map<Integer, String> masks = new TreeMap<>();
    for (ReleaseSegment segment : row.segments()) {
      masks.put(
          segment.mark(),
          segment.categoryId() + " " + segment.isCrowd() + " " + segment.rleCounts());
    }
    return masks;
  }

  private static Map<Integer, String> editedLines(ReleaseRow row) {
    Map<Integer, String> lines = new TreeMap<>();
    for (ReleaseSegment segment : row.segments()) {
      if (segment.edited()) {
        lines.put(segment.mark(), segment.description());
      }
    }
    return lines;
  }

  private static List<String> details(ReleaseRow row) {
    // Not the folder: where all pictures have moved, no image has changed.
    return List.of(row.fileName(), row.split());
  }

  private static final class Counts {
    private long added;
    private long removed;
    private long changed;
    private long captionsChanged;
    private long unchanged;
    private long moved;
    private final Map<Change.Reason, Long> reasons = new EnumMap<>(Change.Reason.class);
    private final Tally before = new Tally();
    private final Tally after = new Tally();

    Summary summary(Versions versions, Spending spent) {
      return new Summary(
          versions.from(),
          versions.to(),
          added,
          removed,
          changed,
          captionsChanged,
          unchanged,
          moved,
          reasons,
          before.figures(),
          after.figures(),
          spent);
    }
  }

  private static final class Tally {
    private long rows;
    private long words;
    private long masks;
    private long mentioned;
    private long edited;
    private final Map<String, Long> flags = new TreeMap<>();
    private Map<String, Long> quarantine = Map.of();

    void add(@Nullable ReleaseRow row) {
      if (row == null) {
        return;
      }
      rows++;
      words += row.words();
      masks += row.masks();
      mentioned += row.masksMentioned();
      edited += row.segments().stream().anyMatch(ReleaseSegment::edited) ? 1 : 0;
      row.flags().forEach(flag -> flags.merge(flag, 1L, Long::sum));
    }

    Figures figures() {
      return new Figures(
          rows, mean(words), mean(masks), mean(mentioned), edited, Map.copyOf(flags), quarantine);
    }

    private double mean(long sum) {
      return rows == 0 ? 0 : (double) sum / rows;
    }
  }
}
