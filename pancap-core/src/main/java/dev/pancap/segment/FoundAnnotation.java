package dev.pancap.segment;

import dev.pancap.mask.BoundingBox;
import dev.pancap.mask.SegmentRuns;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.PanopticPng;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a model found, in the form in which people's annotations are read: mask and segments. */
public final class FoundAnnotation {
  private FoundAnnotation() {}

  /**
   * The annotation of a picture, with its mask as PNG inline. Every segment carries its score,
   * which tells it from a person's.
   *
   * @param fileName the picture's; the mask is named after it
   */
  public static AnnotationEntry of(long imageId, String fileName, Segmentation found) {
    Map<Integer, SegmentRuns> measured = new HashMap<>();
    for (SegmentRuns runs : SegmentRuns.of(found.map(), found.segments().size())) {
      measured.put(runs.segmentId(), runs);
    }
    List<AnnotatedSegment> segments =
        found.segments().stream()
            .map(segment -> annotated(segment, Objects.requireNonNull(measured.get(segment.id()))))
            .toList();
    return new AnnotationEntry(
        imageId, AnnotationEntry.maskFileOf(fileName), PanopticPng.encode(found.map()), segments);
  }

  private static AnnotatedSegment annotated(Segmentation.Found segment, SegmentRuns runs) {
    BoundingBox box = runs.box();
    return new AnnotatedSegment(
        segment.id(),
        segment.category().id(),
        false,
        (double) runs.areaPixels(),
        List.of((double) box.x(), (double) box.y(), (double) box.width(), (double) box.height()),
        segment.category().isThing(),
        segment.score());
  }
}
