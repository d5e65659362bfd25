package dev.pancap.edit;

import dev.pancap.caption.RegionLine;
import dev.pancap.caption.StruckWords;
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
                outcomes.addAll(outcomes(versions, withoutSegment(effective, segmentId)));
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
              outcomes.addAll(outcomes(versions, rebased.outcome()));
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
                  outcomes(
                      versions,
                      segment == null
                          ? withoutSegment(effective, segmentId)
                          : Rebase.Outcome.REAPPLIED));
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
    List<EditRecord> versions = EffectiveEdits.of(edits).caption();
    if (versions.isEmpty()) {
      return new RevisedCaption(machine, List.of());
    }
    EditRecord edit = versions.get(0);
    Rebase.Rebased rebased = Rebase.rebase(edit.baseText(), edit.resultText(), machine);
    return new RevisedCaption(rebased.text(), outcomes(versions, rebased.outcome()));
  }

  static List<EditOutcome> outcomes(List<EditRecord> versions, Rebase.Outcome outcome) {
    boolean disagree = EffectiveEdits.disagree(versions);
    return versions.stream()
        .map(
            edit ->
                new EditOutcome(
                    edit.editKey(),
                    edit.segmentId(),
                    edit.target(),
                    edit.rater(),
                    edit.resultText().equals(versions.get(0).resultText())
                        ? outcome
                        : Rebase.Outcome.CONFLICT,
                    disagree))
        .toList();
  }
}
