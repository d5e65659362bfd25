package dev.pancap.edit;

import dev.pancap.caption.RegionLine;
import dev.pancap.caption.StruckWords;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Lays the edits of people over what the model said. */
public final class Revision {
  /** The result text of a bad-mask edit that takes an earlier one back. */
  public static final String MASK_IS_OK = "ok";

  private Revision() {}

  /**
   * Lays edits over the lines of round 1. An edit whose segment the image has no more ends as a
   * conflict, unless a rater dropped the segment: then nothing is said of it, which settles the
   * edit.
   *
   * @param machine the model's lines, at most one a mark
   * @param edits all edits of the image
   */
  public static RevisedLines lines(
      PreparedImage image, List<RegionLine> machine, Collection<EditRecord> edits) {
    EffectiveEdits effective = EffectiveEdits.of(edits);
    Map<Integer, Segment> bySegmentId = new HashMap<>();
    image.segments().forEach(segment -> bySegmentId.put(segment.segmentId(), segment));
    Map<Integer, RegionLine> lines = new TreeMap<>();
    machine.forEach(line -> lines.put(line.mark(), line));
    Set<Integer> edited = new TreeSet<>();
    Set<Integer> bad = new TreeSet<>();
    List<EditOutcome> outcomes = new ArrayList<>();

    effective
        .lines()
        .forEach(
            (segmentId, versions) -> {
              Segment segment = bySegmentId.get(segmentId);
              if (segment == null) {
                outcomes.addAll(
                    effective.outcomes(versions, withoutSegment(effective, segmentId), ""));
                return;
              }
              RegionLine line = lines.get(segment.mark());
              String said = line == null ? "" : line.description();
              EditRecord edit = versions.get(0);
              Rebase.Rebased rebased = Rebase.rebase(edit.baseText(), edit.resultText(), said);
              String category = line == null ? segment.category() : line.category();
              if (rebased.text().isBlank()) {
                lines.remove(segment.mark());
              } else {
                lines.put(segment.mark(), new RegionLine(segment.mark(), category, rebased.text()));
              }
              edited.add(segment.mark());
              outcomes.addAll(effective.outcomes(versions, rebased.outcome(), said));
            });
    effective
        .badMasks()
        .forEach(
            (segmentId, versions) -> {
              Segment segment = bySegmentId.get(segmentId);
              boolean isBad = !versions.get(0).resultText().equals(MASK_IS_OK);
              if (segment != null && isBad) {
                bad.add(segment.mark());
                lines.remove(segment.mark());
              }
              outcomes.addAll(
                  effective.outcomes(
                      versions,
                      segment == null
                          ? withoutSegment(effective, segmentId)
                          : Rebase.Outcome.REAPPLIED,
                      ""));
            });
    return new RevisedLines(
        List.copyOf(lines.values()), struck(effective, bySegmentId), edited, bad, outcomes);
  }

  private static Rebase.Outcome withoutSegment(EffectiveEdits edits, int segmentId) {
    List<EditRecord> versions = edits.segments().getOrDefault(segmentId, List.of());
    boolean isDropped = !versions.isEmpty() && versions.get(0).resultText().isEmpty();
    return isDropped ? Rebase.Outcome.KEPT : Rebase.Outcome.CONFLICT;
  }

  /** Everything that any rater struck, so that no text says it again. */
  private static List<StruckWords> struck(EffectiveEdits edits, Map<Integer, Segment> bySegmentId) {
    List<StruckWords> struck = new ArrayList<>();
    edits
        .lines()
        .forEach(
            (segmentId, versions) -> {
              Segment segment = bySegmentId.get(segmentId);
              int mark = segment == null ? 0 : segment.mark();
              versions.forEach(edit -> addStruck(mark, edit, struck));
            });
    edits.caption().forEach(edit -> addStruck(0, edit, struck));
    return struck.stream().distinct().toList();
  }

  private static void addStruck(int mark, EditRecord edit, List<StruckWords> to) {
    EditSpans.struck(edit.spans()).forEach(words -> to.add(new StruckWords(mark, words)));
  }

  /**
   * Lays edits over the paragraph of round 2.
   *
   * @param machine the model's grounded text, tags in canonical form
   * @param edits all edits of the image
   */
  public static RevisedCaption caption(String machine, Collection<EditRecord> edits) {
    EffectiveEdits effective = EffectiveEdits.of(edits);
    List<EditRecord> versions = effective.caption();
    if (versions.isEmpty()) {
      return new RevisedCaption(machine, List.of());
    }
    EditRecord edit = versions.get(0);
    Rebase.Rebased rebased = Rebase.rebase(edit.baseText(), edit.resultText(), machine);
    return new RevisedCaption(
        rebased.text(), effective.outcomes(versions, rebased.outcome(), machine));
  }

  /**
   * What becomes of all edits of an image, laid over it as a build does.
   *
   * @param image as it was prepared
   * @param machine the model's lines
   * @param caption the model's grounded text
   */
  public static List<EditOutcome> outcomes(
      PreparedImage image, List<RegionLine> machine, String caption, Collection<EditRecord> edits) {
    RevisedSegments segments = SegmentRevision.of(image, edits, CategoryTable.coco());
    List<EditOutcome> outcomes = new ArrayList<>(segments.outcomes());
    outcomes.addAll(lines(segments.image(), machine, edits).outcomes());
    outcomes.addAll(caption(caption, edits).outcomes());
    return outcomes;
  }
}
