package dev.pancap.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pancap.caption.RegionLine;
import dev.pancap.edit.Rebase.Outcome;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SegmentRevisionTest {
  private static final int DOG = 100;
  private static final int CAT = 200;

  private static PreparedImage image(String first, String second) {
    return new PreparedImage(
        5,
        "a.jpg",
        "train",
        10,
        10,
        "a.jpg",
        null,
        List.of(segment(1, DOG, 18, first), segment(2, CAT, 17, second)),
        List.of(),
        "picture",
        "mask");
  }

  private static Segment segment(int mark, int id, int categoryId, String category) {
    return new Segment(
        mark,
        id,
        categoryId,
        category,
        true,
        false,
        9,
        new BoundingBox(0, 0, 3, 3),
        "rle",
        1,
        1,
        false,
        0.4);
  }

  private static EditRecord edit(int segmentId, String from, String to, String rater, long at) {
    return new EditRecord(
        5,
        segmentId,
        EditTarget.SEGMENT,
        from,
        EditSpans.between(from, to, List.of()),
        to,
        rater,
        at,
        "review");
  }

  private static RevisedSegments revise(PreparedImage image, EditRecord... edits) {
    return SegmentRevision.of(image, List.of(edits), CategoryTable.coco());
  }

  @Test
  void aDroppedSegmentIsGoneAndTheOthersKeepTheirMarks() {
    PreparedImage found = image("dog", "cat");
    RevisedSegments revised = revise(found, edit(DOG, "dog", "", "ann", 1));

    assertThat(revised.image().segments()).extracting(Segment::mark).containsExactly(2);
    assertThat(revised.dropped()).containsExactly(1);
    assertThat(revised.outcomes())
        .extracting(EditOutcome::outcome)
        .containsExactly(Outcome.REAPPLIED);
    assertThat(revised.image().maskFingerprint()).isNotEqualTo(found.maskFingerprint());
    assertThat(revised.image().imageFingerprint()).isEqualTo(found.imageFingerprint());
  }

  @Test
  void aRelabelledSegmentHasTheClassThatThePersonGaveAndNoScore() {
    RevisedSegments revised = revise(image("dog", "cat"), edit(DOG, "dog", "sheep", "ann", 1));

    Segment segment = revised.image().segments().get(0);
    assertThat(segment.category()).isEqualTo("sheep");
    assertThat(segment.categoryId()).isEqualTo(20);
    assertThat(segment.score()).isNull();
    assertThat(revised.relabelled()).containsExactly(1);
    RevisedSegments asStuff = revise(image("dog", "cat"), edit(DOG, "dog", "snow", "ann", 1));
    assertThat(asStuff.image().segments().get(0).isThing()).isFalse();
  }

  @Test
  void aConfirmedSegmentStaysAsItIs() {
    PreparedImage found = image("dog", "cat");
    RevisedSegments revised = revise(found, edit(CAT, "cat", "cat", "ann", 1));

    assertThat(revised.image()).isSameAs(found);
    assertThat(revised.confirmed()).containsExactly(2);
    assertThat(revised.outcomes()).extracting(EditOutcome::outcome).containsExactly(Outcome.KEPT);
  }

  @Test
  void overANewSegmentationAnEditIsKeptReappliedOrInConflictAndNeverLost() {
    EditRecord relabel = edit(DOG, "dog", "sheep", "ann", 1);

    assertThat(revise(image("dog", "cat"), relabel).outcomes())
        .extracting(EditOutcome::outcome)
        .containsExactly(Outcome.REAPPLIED);
    assertThat(revise(image("sheep", "cat"), relabel).outcomes())
        .extracting(EditOutcome::outcome)
        .containsExactly(Outcome.KEPT);
    RevisedSegments third = revise(image("cow", "cat"), relabel);
    assertThat(third.outcomes()).extracting(EditOutcome::outcome).containsExactly(Outcome.CONFLICT);
    assertThat(third.image().segments().get(0).category()).isEqualTo("sheep");
    RevisedSegments gone = revise(image("dog", "cat"), edit(999, "dog", "sheep", "ann", 1));
    assertThat(gone.outcomes()).extracting(EditOutcome::outcome).containsExactly(Outcome.CONFLICT);
    RevisedSegments bothGone = revise(image("dog", "cat"), edit(999, "dog", "", "ann", 1));
    assertThat(bothGone.outcomes()).extracting(EditOutcome::outcome).containsExactly(Outcome.KEPT);
    RevisedSegments unknown = revise(image("dog", "cat"), edit(DOG, "dog", "unicorn", "ann", 1));
    assertThat(unknown.outcomes())
        .extracting(EditOutcome::outcome)
        .containsExactly(Outcome.CONFLICT);
    assertThat(unknown.image().segments().get(0).category()).isEqualTo("dog");
  }

  @Test
  void anyEditsOfSegmentsEndAsOneOfThree() {
    Random random = new Random(6);
    List<String> classes = List.of("dog", "cat", "sheep", "", "unicorn", "snow");
    for (int round = 0; round < 500; round++) {
      EditRecord[] edits = new EditRecord[1 + random.nextInt(5)];
      for (int i = 0; i < edits.length; i++) {
        edits[i] =
            edit(
                List.of(DOG, CAT, 7).get(random.nextInt(3)),
                classes.get(random.nextInt(3)),
                classes.get(random.nextInt(6)),
                "rater " + i,
                i);
      }
      RevisedSegments revised = revise(image("dog", "cat"), edits);
      assertThat(revised.outcomes()).as("round %d", round).hasSize(edits.length);
    }
  }

  @Test
  void ratersWhoDisagreeAreBothToldAndTheLaterCounts() {
    RevisedSegments revised =
        revise(
            image("dog", "cat"),
            edit(DOG, "dog", "sheep", "ann", 1),
            edit(DOG, "dog", "cow", "bob", 2));

    assertThat(revised.image().segments().get(0).category()).isEqualTo("cow");
    assertThat(revised.outcomes())
        .extracting(EditOutcome::rater, EditOutcome::outcome, EditOutcome::ratersDisagree)
        .containsExactly(
            tuple("bob", Outcome.REAPPLIED, true), tuple("ann", Outcome.CONFLICT, true));
  }

  @Test
  void whatWasSaidOfADroppedSegmentIsSettled() {
    EditRecord drop = edit(DOG, "dog", "", "ann", 1);
    EditRecord line =
        new EditRecord(
            5,
            DOG,
            EditTarget.REGION_LINE,
            "a dog",
            EditSpans.between("a dog", "a big dog", List.of()),
            "a big dog",
            "ann",
            2,
            "review");
    PreparedImage left = revise(image("dog", "cat"), drop).image();

    RevisedLines revised =
        Revision.lines(left, List.of(new RegionLine(2, "cat", "a cat")), List.of(drop, line));

    assertThat(revised.lines()).extracting(RegionLine::mark).containsExactly(2);
    assertThat(revised.outcomes()).extracting(EditOutcome::outcome).containsExactly(Outcome.KEPT);
    assertThat(Revision.lines(left, List.of(), List.of(line)).outcomes())
        .extracting(EditOutcome::outcome)
        .containsExactly(Outcome.CONFLICT);
  }

  @Test
  void tagsOfDroppedSegmentsGoAndTheirWordsStay() {
    assertThat(SegmentRevision.untag("<1: A dog> and <1,2: both> near <2: a cat>.", Set.of(1)))
        .isEqualTo("A dog and <2: both> near <2: a cat>.");
    assertThat(SegmentRevision.untag("<3: $1 \\>", Set.of(3))).isEqualTo("$1 \\");
  }
}
