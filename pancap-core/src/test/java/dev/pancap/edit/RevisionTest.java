package dev.pancap.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.pancap.caption.RegionLine;
import dev.pancap.caption.StruckWords;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.quarantine.BadRecordException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionTest {
  private static final String CAR_LINE =
      "A car in motion, likely slowing down as it approaches the stop sign.";
  private static final EditSpan STRUCK =
      new EditSpan(EditOperation.HALLUCINATION, 15, 35, ", likely slowing dow");

  private static Segment segment(int mark, int segmentId, String category) {
    return new Segment(
        mark,
        segmentId,
        1,
        category,
        true,
        false,
        10,
        new BoundingBox(0, 0, 5, 2),
        "0",
        2,
        1,
        true,
        null);
  }

  private static final PreparedImage IMAGE =
      new PreparedImage(
          1,
          "a.jpg",
          "train",
          640,
          480,
          "a.jpg",
          "a.png",
          List.of(segment(1, 77, "stop sign"), segment(2, 99, "car")),
          List.of(),
          "i",
          "m");

  private static EditRecord edit(int segmentId, String base, String result, String rater, long at) {
    return new EditRecord(
        1,
        segmentId,
        EditTarget.REGION_LINE,
        base,
        EditSpans.between(base, result),
        result,
        rater,
        at,
        "review");
  }

  @Test
  void editsAreLaidOverTheLinesBySegmentAndNotByMark() {
    RevisedLines revised =
        Revision.lines(
            IMAGE,
            List.of(new RegionLine(1, "Stop sign", "Red."), new RegionLine(2, "Car", "A big car.")),
            List.of(edit(99, "A big car.", "A car.", "ann", 5)));

    assertThat(revised.lines())
        .containsExactly(
            new RegionLine(1, "Stop sign", "Red."), new RegionLine(2, "Car", "A car."));
    assertThat(revised.editedMarks()).containsExactly(2);
    assertThat(revised.outcomes())
        .extracting(EditOutcome::outcome)
        .containsExactly(Rebase.Outcome.REAPPLIED);
  }

  @Test
  void ofOneRaterTheLatestCountsAndOfTwoWhoDisagreeBothAreReported() {
    List<EditRecord> edits =
        List.of(
            edit(99, "A big car.", "A bus.", "ann", 1),
            edit(99, "A big car.", "A car.", "ann", 2),
            edit(99, "A big car.", "A small car.", "bob", 3));

    RevisedLines revised =
        Revision.lines(IMAGE, List.of(new RegionLine(2, "Car", "A big car.")), edits);

    assertThat(revised.lines()).containsExactly(new RegionLine(2, "Car", "A small car."));
    assertThat(revised.outcomes())
        .extracting(EditOutcome::rater, EditOutcome::outcome, EditOutcome::ratersDisagree)
        .containsExactly(
            tuple("bob", Rebase.Outcome.REAPPLIED, true),
            tuple("ann", Rebase.Outcome.CONFLICT, true));
  }

  @Test
  void aRaterSettlesAConflictUntilTheMachinesTextOrTheEditChanges() {
    EditRecord edit = edit(99, "A big car.", "A bus.", "ann", 5);
    RegionLine third = new RegionLine(2, "Car", "Two men walk.");
    EditRecord stands = stands(99, "Two men walk.", "ann", 6);

    RevisedLines settled = Revision.lines(IMAGE, List.of(third), List.of(edit, stands));
    assertThat(settled.lines()).containsExactly(new RegionLine(2, "Car", "A bus."));
    assertThat(settled.outcomes())
        .extracting(EditOutcome::outcome, EditOutcome::isOpen)
        .containsExactly(tuple(Rebase.Outcome.CONFLICT, false));

    assertThat(isOpen(third, edit)).isTrue();
    assertThat(isOpen(new RegionLine(2, "Car", "Three men walk."), edit, stands)).isTrue();
    assertThat(isOpen(third, edit, stands, edit(99, "A big car.", "A van.", "ann", 7))).isTrue();
    assertThat(isOpen(third, edit, stands(77, "Two men walk.", "ann", 6))).isTrue();
  }

  @Test
  void whereRatersDisagreeOnlyAnotherThanTheLaterOneSettlesIt() {
    RegionLine line = new RegionLine(2, "Car", "A big car.");
    EditRecord ann = edit(99, "A big car.", "A car.", "ann", 1);
    EditRecord bob = edit(99, "A big car.", "A van.", "bob", 2);

    assertThat(isOpen(line, ann, bob)).isTrue();
    assertThat(isOpen(line, ann, bob, stands(99, "A big car.", "bob", 3))).isTrue();
    assertThat(isOpen(line, ann, bob, stands(99, "A big car.", "ann", 3))).isFalse();
    assertThat(isOpen(line, ann, bob, stands(99, "A big car.", "cleo", 3))).isFalse();
  }

  private static EditRecord stands(int segmentId, String machine, String rater, long at) {
    return new EditRecord(
        1, segmentId, EditTarget.STANDS, machine, List.of(), machine, rater, at, "review");
  }

  private static boolean isOpen(RegionLine line, EditRecord... edits) {
    return Revision.lines(IMAGE, List.of(line), List.of(edits)).outcomes().stream()
        .anyMatch(EditOutcome::isOpen);
  }

  @Test
  void aLineForASegmentThatTheModelSkippedIsAdded() {
    RevisedLines revised =
        Revision.lines(IMAGE, List.of(), List.of(edit(77, "", "An upside down sign.", "ann", 1)));

    assertThat(revised.lines())
        .containsExactly(new RegionLine(1, "stop sign", "An upside down sign."));
  }

  @Test
  void aBadMaskIsNotDescribedUntilItIsTakenBack() {
    EditRecord bad =
        new EditRecord(
            1, 77, EditTarget.BAD_MASK, "", EditSpans.between("", "bad"), "bad", "a", 1, "review");
    EditRecord ok =
        new EditRecord(
            1, 77, EditTarget.BAD_MASK, "", EditSpans.between("", "ok"), "ok", "a", 2, "review");
    List<RegionLine> lines = List.of(new RegionLine(1, "Stop sign", "Red."));

    assertThat(Revision.lines(IMAGE, lines, List.of(bad)).badMasks()).containsExactly(1);
    assertThat(Revision.lines(IMAGE, lines, List.of(bad)).lines()).isEmpty();
    assertThat(Revision.lines(IMAGE, lines, List.of(bad, ok)).lines()).isEqualTo(lines);
  }

  @Test
  void anEditOfASegmentThatIsGoneIsAConflictAndNotLost() {
    RevisedLines revised =
        Revision.lines(IMAGE, List.of(), List.of(edit(5, "", "A dog.", "ann", 1)));

    assertThat(revised.outcomes())
        .extracting(EditOutcome::outcome)
        .containsExactly(Rebase.Outcome.CONFLICT);
  }

  @Test
  void struckWordsAreForbiddenAndSurviveTheJourneyThroughJson() {
    String result = EditSpans.apply(CAR_LINE, List.of(STRUCK));
    EditRecord edit =
        new EditRecord(
            1, 99, EditTarget.REGION_LINE, CAR_LINE, List.of(STRUCK), result, "ann", 1, "review");

    EditRecord again = EditJson.read(EditJson.write(edit));

    assertThat(again).isEqualTo(edit);
    assertThat(Revision.lines(IMAGE, List.of(), List.of(again)).struck())
        .containsExactly(new StruckWords(2, "likely slowing dow"));
  }

  @Test
  void refusesLinesThatAreNoEdits() {
    assertThatThrownBy(() -> EditJson.read("{\"image_id\": 1"))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("not an edit: ");
    assertThatThrownBy(
            () ->
                EditJson.read(
                    EditJson.write(edit(99, "A car.", "A bus.", "ann", 1))
                        .replace("A bus.", "A dog.")))
        .isInstanceOf(BadRecordException.class)
        .hasMessage(
            "not an edit: The spans of image 1, segment 99 do not lead from the base text to the"
                + " result");
  }

  @Test
  void anEditedParagraphStandsAgainstANewOne() {
    EditRecord edit =
        new EditRecord(
            1,
            0,
            EditTarget.CAPTION,
            "In <1: a red sign>, likely old.",
            EditSpans.between("In <1: a red sign>, likely old.", "In <1: a red sign>."),
            "In <1: a red sign>.",
            "ann",
            1,
            "review");

    assertThat(Revision.caption("Here, in <1: a red sign>, likely old.", List.of(edit)).grounded())
        .isEqualTo("Here, in <1: a red sign>.");
  }
}
