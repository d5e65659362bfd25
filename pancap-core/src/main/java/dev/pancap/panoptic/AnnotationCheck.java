package dev.pancap.panoptic;

import dev.pancap.config.LimitsConfig;
import dev.pancap.mask.SegmentRuns;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An image's segments as annotated, with what was found out about them. */
final class AnnotationCheck {
  private static final double AREA_TOLERANCE = 0.5;
  private static final double BOX_TOLERANCE = 0.5;

  private final CategoryTable categories;
  private final TreeMap<Integer, AnnotatedSegment> byId = new TreeMap<>();
  private final List<String> repairs = new ArrayList<>();

  private AnnotationCheck(CategoryTable categories) {
    this.categories = categories;
  }

  static AnnotationCheck of(
      List<AnnotatedSegment> segments, CategoryTable categories, LimitsConfig limits) {
    if (segments.isEmpty()) {
      throw new BadRecordException(Reason.NO_SEGMENTS, "the annotation lists no segment");
    }
    if (segments.size() > limits.maxSegments()) {
      throw new BadRecordException(
          Reason.TOO_MANY_SEGMENTS,
          "the annotation lists %d segments, more than limits.max-segments, %d"
              .formatted(segments.size(), limits.maxSegments()));
    }
    AnnotationCheck check = new AnnotationCheck(categories);
    for (AnnotatedSegment segment : segments) {
      check.add(segment);
    }
    return check;
  }

  private void add(AnnotatedSegment segment) {
    if (segment.segmentId() <= 0 || segment.segmentId() > PanopticPng.MAX_ID) {
      throw new BadRecordException(
          Reason.SEGMENT_ID_INVALID,
          "segment id %d is outside 1 to %d".formatted(segment.segmentId(), PanopticPng.MAX_ID));
    }
    int id = (int) segment.segmentId();
    Category category = find(segment);
    AnnotatedSegment first = byId.putIfAbsent(id, segment);
    if (first != null) {
      if (first.categoryId() != segment.categoryId() || first.isCrowd() != segment.isCrowd()) {
        throw new BadRecordException(
            Reason.SEGMENT_ID_DUPLICATE,
            "segment %d is listed with category %d and with category %d"
                .formatted(id, first.categoryId(), segment.categoryId()));
      }
      repairs.add("repeated-entry-dropped:" + id);
      return;
    }
    Boolean isThing = segment.isThing();
    if (isThing != null && isThing != category.isThing()) {
      repairs.add("isthing-from-table:" + id);
    }
  }

  private Category find(AnnotatedSegment segment) {
    return categories
        .find(segment.categoryId())
        .orElseThrow(
            () ->
                new BadRecordException(
                    Reason.CATEGORY_UNKNOWN,
                    "segment %d has category %d, which is none of the %d known; COCONut-XL counts"
                            .formatted(segment.segmentId(), segment.categoryId(), categories.size())
                        + " categories from 0 in the order of their ids: convert them first"));
  }

  void matchIds(List<SegmentRuns> measured) {
    if (measured.isEmpty()) {
      throw new BadRecordException(
          Reason.MASK_EMPTY,
          "the mask is void everywhere, its annotation lists %d segments".formatted(byId.size()));
    }
    for (SegmentRuns runs : measured) {
      if (!byId.containsKey(runs.segmentId())) {
        throw new BadRecordException(
            Reason.MASK_ID_NOT_ANNOTATED,
            "the mask holds id %d in %d pixels, which its annotation does not list"
                .formatted(runs.segmentId(), runs.areaPixels()));
      }
    }
    if (measured.size() < byId.size()) {
      List<Integer> inMask = measured.stream().map(SegmentRuns::segmentId).toList();
      List<Integer> missing = byId.keySet().stream().filter(id -> !inMask.contains(id)).toList();
      throw new BadRecordException(
          Reason.SEGMENT_WITHOUT_PIXELS,
          "%d of %d annotated segments have no pixel in the mask, the first is %d"
              .formatted(missing.size(), byId.size(), missing.get(0)));
    }
  }

  /** Areas and boxes are always taken from the mask; where one was stated otherwise, say so. */
  void compareMeasures(List<SegmentRuns> measured) {
    boolean oneShort = false;
    for (SegmentRuns runs : measured) {
      AnnotatedSegment segment = annotated(runs.segmentId());
      Double area = segment.areaPixels();
      if (area != null && !(Math.abs(area - runs.areaPixels()) <= AREA_TOLERANCE)) {
        repairs.add("area-recounted:" + runs.segmentId());
      }
      List<Double> box = segment.bbox();
      if (box == null || isBox(box, runs, 0)) {
        continue;
      }
      if (isBox(box, runs, 1)) {
        oneShort = true;
      } else {
        repairs.add("box-recounted:" + runs.segmentId());
      }
    }
    if (oneShort) {
      // COCONut's boxes are [xmin, ymin, xmax - xmin, ymax - ymin]: all of them, so said once.
      repairs.add("boxes-without-last-pixel");
    }
  }

  private static boolean isBox(List<Double> stated, SegmentRuns runs, int missing) {
    return stated.size() == 4
        && isNear(stated.get(0), runs.box().x())
        && isNear(stated.get(1), runs.box().y())
        && isNear(stated.get(2), runs.box().width() - missing)
        && isNear(stated.get(3), runs.box().height() - missing);
  }

  private static boolean isNear(double stated, int measured) {
    return Math.abs(stated - measured) < BOX_TOLERANCE;
  }

  Map<Integer, AnnotatedSegment> byId() {
    return byId;
  }

  AnnotatedSegment annotated(int segmentId) {
    AnnotatedSegment segment = byId.get(segmentId);
    if (segment == null) {
      throw new IllegalStateException("Segment %d was not matched".formatted(segmentId));
    }
    return segment;
  }

  Category category(SegmentRuns runs) {
    return find(annotated(runs.segmentId()));
  }

  List<String> repairs() {
    return repairs;
  }
}
