package dev.pancap.panoptic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImagePreparerTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(10_000, 100_000, 4);
  private static final int SKY = 187;
  private static final int GRASS = 193;
  private static final int PERSON = 1;
  private static final int CAR = 3;

  // 4 x 3; ids as COCONut numbers them.
  private static final LabelMap SMALL_IDS =
      LabelMap.of(
          4,
          3,
          new int[] {
            1, 1, 1, 1,
            2, 3, 3, 0,
            2, 2, 2, 2
          });

  @Test
  void measuresSegmentsAndKeepsSmallIdsAsMarks() {
    PreparedImage image = prepare(source(stated(1, SKY), stated(2, GRASS), stated(3, PERSON)));
    assertThat(image.segments()).extracting(Segment::mark).containsExactly(1, 2, 3);
    assertThat(image.repairs()).isEmpty();
    assertThat(image.width()).isEqualTo(4);
    assertThat(image.height()).isEqualTo(3);
    Segment person = image.segments().get(2);
    assertThat(person.category()).isEqualTo("person");
    assertThat(person.isThing()).isTrue();
    assertThat(person.areaPixels()).isEqualTo(2);
    assertThat(person.box()).isEqualTo(new BoundingBox(1, 1, 2, 1));
    assertThat(person.centroidX()).isEqualTo(1.5);
    assertThat(person.centroidY()).isEqualTo(1);
    assertThat(person.touchesBorder()).isFalse();
    assertThat(person.rle()).isEqualTo("41202");
    assertThat(image.segments().get(0).touchesBorder()).isTrue();
  }

  @Test
  void numbersColoursStuffFirstThenLargerFirst() {
    int big = 3_937_500;
    LabelMap map = LabelMap.of(4, 2, new int[] {big, 1000, 1000, 7, 5000, 5000, 1000, 8});
    SourceImage source =
        source(
            4,
            2,
            List.of(
                stated(big, PERSON),
                stated(1000, PERSON),
                stated(7, SKY),
                stated(5000, GRASS),
                stated(8, SKY)));
    LimitsConfig limits = new LimitsConfig(10_000, 100_000, 9);
    PreparedImage image =
        new ImagePreparer(CategoryTable.coco(), limits)
            .prepare(source, jpeg(4, 2), PanopticPng.encode(map));
    assertThat(image.segments()).extracting(Segment::mark).containsExactly(1, 2, 3, 4, 5);
    assertThat(image.segments())
        .extracting(Segment::segmentId)
        .containsExactly(5000, 7, 8, 1000, big);
    PreparedImage byId =
        new ImagePreparer(CategoryTable.coco(), limits, MarkOrder.SEGMENT_ID)
            .prepare(source, jpeg(4, 2), PanopticPng.encode(map));
    assertThat(byId.segments()).extracting(Segment::mark).containsExactly(7, 8, 1000, 5000, big);
    assertThat(Segments.labelMap(byId).toArray()).isEqualTo(map.toArray());
  }

  @Test
  void givesCrowdsAMark() {
    AnnotatedSegment crowd = new AnnotatedSegment(3, PERSON, true, null, null, null, 0.5);
    PreparedImage image = prepare(source(stated(1, SKY), stated(2, GRASS), crowd));
    assertThat(image.segments().get(2).isCrowd()).isTrue();
    assertThat(image.segments().get(2).score()).isEqualTo(0.5);
  }

  @Test
  void rebuildsTheMapOfMarks() {
    PreparedImage image = prepare(source(stated(1, SKY), stated(2, GRASS), stated(3, PERSON)));
    assertThat(Segments.labelMap(image).toArray()).isEqualTo(SMALL_IDS.toArray());
    List<Segment> twice = new ArrayList<>(image.segments());
    twice.add(image.segments().get(0));
    PreparedImage overlapping =
        new PreparedImage(
            5, "a.jpg", "train", 4, 3, "a.jpg", null, twice, List.of(), "image", "mask");
    assertThatThrownBy(() -> Segments.labelMap(overlapping))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The segments of image 5 overlap: 15 pixels in segments that cover 7");
  }

  @Test
  void repairsWhatIsHarmlessAndSaysSo() {
    PreparedImage image =
        prepare(
            source(
                annotated(1, SKY, 5.0, List.of(0.0, 0.0, 4.0, 1.0), false),
                annotated(2, GRASS, 5.0, List.of(1.0, 1.0, 4.0, 2.0), true),
                annotated(3, PERSON, Double.NaN, List.of(1.0, 1.0, 1.0, 0.0), true),
                stated(3, PERSON)));
    assertThat(image.repairs())
        .containsExactly(
            "isthing-from-table:2",
            "repeated-entry-dropped:3",
            "area-recounted:1",
            "box-recounted:2",
            "area-recounted:3",
            "boxes-without-last-pixel");
    assertThat(image.segments()).hasSize(3);
    assertThat(image.segments().get(1).isThing()).isFalse();
  }

  @Test
  void fingerprintsContentAndNotItsEncoding() {
    SourceImage source = source(stated(1, SKY), stated(2, GRASS), stated(3, PERSON));
    PreparedImage image = prepare(source);
    SourceImage repaired =
        source(annotated(1, SKY, 99.0, null, null), stated(2, GRASS), stated(3, PERSON));
    assertThat(prepare(repaired).maskFingerprint()).isEqualTo(image.maskFingerprint());
    SourceImage other = source(stated(1, SKY), stated(2, GRASS), stated(3, CAR));
    assertThat(prepare(other).maskFingerprint()).isNotEqualTo(image.maskFingerprint());
    int[] ids = SMALL_IDS.toArray();
    ids[7] = 3;
    byte[] moved = PanopticPng.encode(LabelMap.of(4, 3, ids));
    assertThat(preparer().prepare(source, jpeg(4, 3), moved).maskFingerprint())
        .isNotEqualTo(image.maskFingerprint());
    assertThat(image.imageFingerprint()).hasSize(64).isEqualTo(prepare(other).imageFingerprint());
    byte[] longer = Arrays.copyOf(jpeg(4, 3), jpeg(4, 3).length + 1);
    assertThat(preparer().prepare(source, longer, png()).imageFingerprint())
        .isNotEqualTo(image.imageFingerprint());
    assertThat(preparer().prepare(source, longer, png(), "known").imageFingerprint())
        .isEqualTo("known");
  }

  @Test
  void refusesAnnotationsThatDoNotFitTheMask() {
    assertRefused(Reason.NO_SEGMENTS, "the annotation lists no segment", source());
    assertRefused(
        Reason.MASK_ID_NOT_ANNOTATED,
        "the mask holds id 3 in 2 pixels, which its annotation does not list",
        source(stated(1, SKY), stated(2, GRASS)));
    assertRefused(
        Reason.SEGMENT_WITHOUT_PIXELS,
        "1 of 4 annotated segments have no pixel in the mask, the first is 9",
        source(stated(1, SKY), stated(2, GRASS), stated(3, PERSON), stated(9, CAR)));
    assertRefused(
        Reason.SEGMENT_ID_DUPLICATE,
        "segment 1 is listed with category 187 and with category 193",
        source(stated(1, SKY), stated(1, GRASS)));
    assertRefused(
        Reason.CATEGORY_UNKNOWN,
        "segment 1 has category 0, which is none of the 133 known",
        source(stated(1, 0)));
    assertRefused(
        Reason.SEGMENT_ID_INVALID, "segment id 0 is outside 1 to 16777215", source(stated(0, SKY)));
    assertRefused(
        Reason.SEGMENT_ID_INVALID,
        "segment id 16777216 is outside 1 to 16777215",
        source(stated(1 << 24, SKY)));
    assertRefused(
        Reason.TOO_MANY_SEGMENTS,
        "the annotation lists 5 segments, more than limits.max-segments, 4",
        source(stated(1, 1), stated(2, 1), stated(3, 1), stated(4, 1), stated(5, 1)));
  }

  @Test
  void refusesFilesThatDoNotBelongTogether() {
    SourceImage source = source(stated(1, SKY), stated(2, GRASS), stated(3, PERSON));
    assertRefused(
        Reason.IMAGE_SIZE_MISMATCH,
        "the picture is 3 x 4, its annotation and mask 4 x 3",
        () -> preparer().prepare(source, jpeg(3, 4), png()));
    byte[] tall = PanopticPng.encode(LabelMap.of(3, 4, SMALL_IDS.toArray()));
    assertRefused(
        Reason.MASK_SIZE_MISMATCH,
        "the mask is 3 x 4, its annotation 4 x 3",
        () -> preparer().prepare(source, jpeg(4, 3), tall));
    SourceImage unstated = source(0, 0, source.segments());
    assertRefused(
        Reason.MASK_SIZE_MISMATCH,
        "the mask is 3 x 4, its picture 4 x 3",
        () -> preparer().prepare(unstated, jpeg(4, 3), tall));
    assertRefused(
        Reason.MASK_EMPTY,
        "the mask is void everywhere, its annotation lists 3 segments",
        () ->
            preparer()
                .prepare(source, jpeg(4, 3), PanopticPng.encode(LabelMap.of(4, 3, new int[12]))));
    assertRefused(
        Reason.IMAGE_UNREADABLE,
        "the JPEG is cut off after 300 bytes, before its end",
        () -> preparer().prepare(source, Arrays.copyOf(jpeg(4, 3), 300), png()));
    assertRefused(
        Reason.MASK_UNREADABLE,
        "not a PNG: the 0 bytes start with nothing",
        () -> preparer().prepare(source, jpeg(4, 3), new byte[0]));
  }

  private static void assertRefused(Reason reason, String message, SourceImage source) {
    assertRefused(reason, message, () -> prepare(source));
  }

  private static void assertRefused(Reason reason, String message, ThrowingCallable prepare) {
    assertThatThrownBy(prepare)
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith(message)
        .extracting(e -> ((BadRecordException) e).reason())
        .isEqualTo(reason);
  }

  private static PreparedImage prepare(SourceImage source) {
    return preparer().prepare(source, jpeg(4, 3), png());
  }

  private static ImagePreparer preparer() {
    return new ImagePreparer(CategoryTable.coco(), LIMITS);
  }

  private static byte[] png() {
    return PanopticPng.encode(SMALL_IDS);
  }

  private static byte[] jpeg(int width, int height) {
    return Jpeg.encode(RgbImage.wrapBgr(width, height, new byte[3 * width * height]), 90);
  }

  private static AnnotatedSegment stated(long id, int category) {
    return annotated(id, category, null, null, null);
  }

  private static AnnotatedSegment annotated(
      long id,
      int category,
      @Nullable Double area,
      @Nullable List<Double> box,
      @Nullable Boolean isThing) {
    return new AnnotatedSegment(id, category, false, area, box, isThing, null);
  }

  private static SourceImage source(AnnotatedSegment... segments) {
    return source(4, 3, List.of(segments));
  }

  private static SourceImage source(int width, int height, List<AnnotatedSegment> segments) {
    return new SourceImage(
        5, "a.jpg", "train", width, height, "images/a.jpg", "masks/a.png", new byte[0], segments);
  }
}
