package dev.pancap.review;

import dev.pancap.caption.RegionLine;
import dev.pancap.edit.EditOperation;
import dev.pancap.edit.EditOutcome;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditSpan;
import dev.pancap.edit.EditTarget;
import dev.pancap.edit.EffectiveEdits;
import dev.pancap.edit.RevisedCaption;
import dev.pancap.edit.RevisedLines;
import dev.pancap.edit.RevisedSegments;
import dev.pancap.edit.Revision;
import dev.pancap.edit.SegmentRevision;
import dev.pancap.overlay.MarkPlacer;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.overlay.Palette;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.panoptic.Segments;
import dev.pancap.store.ImageFlag;
import dev.pancap.store.ReviewImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An image as the page gets it. */
record ImageView(
    long imageId,
    String fileName,
    int width,
    int height,
    boolean done,
    List<ImageFlag> flags,
    List<SegmentView> segments,
    CaptionView caption) {

  /** What another rater says of the same text. */
  record Other(String rater, String text) {}

  /**
   * @param color of the overlay, {@code #rrggbb}
   * @param box {@code [x, y, width, height]}
   * @param anchor where the mark is drawn, {@code [x, y]}
   * @param category the class as people left it
   * @param machineCategory the class that the annotation or a network gave
   * @param dropped whether a rater dropped the segment
   * @param score how sure a network was, or null for a person's segment
   * @param segmentOutcome what became of the edit of the segment itself, or null
   * @param machine what the model said of the region
   * @param text what stands there with the edits laid over it
   * @param struck words that were struck as hallucinations
   * @param outcome what became of the edit, STANDS where a conflict was settled, or null if there
   *     is none
   */
  record SegmentView(
      int mark,
      int segmentId,
      String category,
      String machineCategory,
      boolean dropped,
      @Nullable Double score,
      @Nullable String segmentOutcome,
      boolean isThing,
      boolean isCrowd,
      long areaPixels,
      String color,
      List<Integer> box,
      List<Integer> anchor,
      String rle,
      String machine,
      String text,
      List<String> struck,
      boolean badMask,
      @Nullable String outcome,
      List<Other> others) {}

  /** The paragraph; fields as in {@link SegmentView}. */
  record CaptionView(
      String machine,
      String text,
      List<String> struck,
      @Nullable String outcome,
      List<Other> others) {}

  static ImageView of(ReviewImage review, List<EditRecord> edits, boolean done) {
    PreparedImage image = review.image();
    EffectiveEdits effective = EffectiveEdits.of(edits);
    RevisedLines revised = Revision.lines(image, review.lines(), edits);
    Map<Integer, String> machine = textByMark(review.lines());
    Map<Integer, String> now = textByMark(revised.lines());
    Map<Integer, List<Integer>> anchors = anchors(image);
    RevisedSegments segments = SegmentRevision.of(image, edits, CategoryTable.coco());
    Map<Integer, String> classNow = new HashMap<>();
    segments
        .image()
        .segments()
        .forEach(segment -> classNow.put(segment.mark(), segment.category()));
    List<SegmentView> views =
        image.segments().stream()
            .map(
                segment -> {
                  List<EditRecord> versions =
                      effective.lines().getOrDefault(segment.segmentId(), List.of());
                  return new SegmentView(
                      segment.mark(),
                      segment.segmentId(),
                      classNow.getOrDefault(segment.mark(), segment.category()),
                      segment.category(),
                      segments.dropped().contains(segment.mark()),
                      segment.score(),
                      outcome(
                          segments.outcomes(),
                          effective.segments().getOrDefault(segment.segmentId(), List.of())),
                      segment.isThing(),
                      segment.isCrowd(),
                      segment.areaPixels(),
                      "#%06x".formatted(Palette.rgbOf(segment.mark())),
                      List.of(
                          segment.box().x(),
                          segment.box().y(),
                          segment.box().width(),
                          segment.box().height()),
                      anchors.getOrDefault(segment.mark(), List.of(0, 0)),
                      segment.rle(),
                      machine.getOrDefault(segment.mark(), ""),
                      now.getOrDefault(segment.mark(), ""),
                      struck(versions),
                      revised.badMasks().contains(segment.mark()),
                      outcome(revised.outcomes(), versions),
                      others(versions));
                })
            .toList();
    RevisedCaption caption = Revision.caption(review.caption(), edits);
    return new ImageView(
        image.imageId(),
        image.fileName(),
        image.width(),
        image.height(),
        done,
        review.flags(),
        views,
        new CaptionView(
            review.caption(),
            caption.grounded(),
            struck(effective.caption()),
            outcome(caption.outcomes(), effective.caption()),
            others(effective.caption())));
  }

  private static Map<Integer, List<Integer>> anchors(PreparedImage image) {
    int[] marks = image.segments().stream().mapToInt(Segment::mark).toArray();
    Map<Integer, List<Integer>> anchors = new HashMap<>();
    for (MarkPlacer.Placement placement :
        new MarkPlacer(OverlayConfig.defaults()).place(Segments.labelMap(image), marks)) {
      anchors.put(
          placement.mark(),
          List.of((int) placement.label().centerX(), (int) placement.label().centerY()));
    }
    return anchors;
  }

  private static Map<Integer, String> textByMark(List<RegionLine> lines) {
    Map<Integer, String> texts = new HashMap<>();
    lines.forEach(line -> texts.put(line.mark(), line.description()));
    return texts;
  }

  private static List<String> struck(List<EditRecord> versions) {
    return versions.stream()
        .limit(1)
        .flatMap(edit -> edit.spans().stream())
        .filter(span -> span.operation() == EditOperation.HALLUCINATION)
        .map(EditSpan::text)
        .toList();
  }

  private static @Nullable String outcome(List<EditOutcome> all, List<EditRecord> versions) {
    if (versions.isEmpty()) {
      return null;
    }
    String key = versions.get(0).editKey();
    return all.stream()
        .filter(outcome -> outcome.editKey().equals(key))
        .map(outcome -> outcome.isSettled() ? EditTarget.STANDS.name() : outcome.outcome().name())
        .findFirst()
        .orElse(null);
  }

  private static List<Other> others(List<EditRecord> versions) {
    return versions.stream()
        .skip(1)
        .filter(edit -> !edit.resultText().equals(versions.get(0).resultText()))
        .map(edit -> new Other(edit.rater(), edit.resultText()))
        .toList();
  }
}
