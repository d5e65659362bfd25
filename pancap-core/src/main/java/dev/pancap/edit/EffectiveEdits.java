package dev.pancap.edit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The edits of one image that count: of one rater the latest on a target, of several raters all,
 * the latest first.
 */
public final class EffectiveEdits {
  private static final Comparator<EditRecord> LATEST_FIRST =
      Comparator.comparingLong(EditRecord::editedAtMillis)
          .reversed()
          .thenComparing(EditRecord::rater)
          .thenComparing(EditRecord::editKey);

  private final Map<Integer, List<EditRecord>> lines = new TreeMap<>();
  private final Map<Integer, List<EditRecord>> badMasks = new TreeMap<>();
  private final Map<Integer, List<EditRecord>> segments = new TreeMap<>();
  private final List<EditRecord> caption = new ArrayList<>();
  private final List<EditRecord> verified = new ArrayList<>();
  private final List<EditRecord> stands = new ArrayList<>();

  private EffectiveEdits() {}

  /**
   * @param edits of one image, in any order, duplicates harmless
   */
  public static EffectiveEdits of(Collection<EditRecord> edits) {
    EffectiveEdits effective = new EffectiveEdits();
    Map<String, EditRecord> latest = new LinkedHashMap<>();
    edits.stream()
        .sorted(LATEST_FIRST)
        .forEach(
            edit ->
                latest.putIfAbsent(
                    edit.target() + " " + edit.segmentId() + " " + edit.rater(), edit));
    edits.stream()
        .filter(edit -> edit.target() == EditTarget.STANDS)
        .forEach(effective.stands::add);
    for (EditRecord edit : latest.values()) {
      switch (edit.target()) {
        case REGION_LINE ->
            effective.lines.computeIfAbsent(edit.segmentId(), id -> new ArrayList<>()).add(edit);
        case BAD_MASK ->
            effective.badMasks.computeIfAbsent(edit.segmentId(), id -> new ArrayList<>()).add(edit);
        case SEGMENT ->
            effective.segments.computeIfAbsent(edit.segmentId(), id -> new ArrayList<>()).add(edit);
        case CAPTION -> effective.caption.add(edit);
        case VERIFIED -> effective.verified.add(edit);
        case STANDS -> {
          // Each belongs to a text of its own, so no later one takes its place.
        }
      }
    }
    return effective;
  }

  /** Edits of region lines by segment id, the latest first. */
  public Map<Integer, List<EditRecord>> lines() {
    return lines;
  }

  /** Segments marked as bad masks, by segment id. A result text of {@code ok} takes it back. */
  public Map<Integer, List<EditRecord>> badMasks() {
    return badMasks;
  }

  /** Segments that were dropped, relabelled or confirmed, by segment id, the latest first. */
  public Map<Integer, List<EditRecord>> segments() {
    return segments;
  }

  /** Edits of the paragraph, the latest first. */
  public List<EditRecord> caption() {
    return caption;
  }

  /** Who found nothing more to correct, the latest first. */
  public List<EditRecord> verified() {
    return verified;
  }

  /**
   * What becomes of the edits of one target.
   *
   * @param versions the latest first
   * @param laid what became of the latest
   * @param machineText what the machine says there now
   */
  List<EditOutcome> outcomes(List<EditRecord> versions, Rebase.Outcome laid, String machineText) {
    boolean disagree = disagree(versions);
    boolean isSettled = areSettled(versions, machineText);
    return versions.stream()
        .map(
            edit ->
                new EditOutcome(
                    edit.editKey(),
                    edit.segmentId(),
                    edit.target(),
                    edit.rater(),
                    edit.resultText().equals(versions.get(0).resultText())
                        ? laid
                        : Rebase.Outcome.CONFLICT,
                    disagree,
                    machineText,
                    isSettled))
        .toList();
  }

  /**
   * Whether the edit that counts is settled beside what the machine says now. Where raters
   * disagree, its own rater cannot settle it.
   *
   * @param versions the edits of one target, the latest first
   */
  private boolean areSettled(List<EditRecord> versions, String machineText) {
    EditRecord laid = versions.get(0);
    boolean disagree = disagree(versions);
    return stands.stream()
        .filter(stand -> stand.segmentId() == laid.segmentId())
        .filter(stand -> stand.baseText().equals(machineText))
        .filter(stand -> stand.editedAtMillis() >= laid.editedAtMillis())
        .anyMatch(stand -> !disagree || !stand.rater().equals(laid.rater()));
  }

  private static boolean disagree(List<EditRecord> edits) {
    return edits.stream().map(EditRecord::resultText).distinct().count() > 1;
  }
}
