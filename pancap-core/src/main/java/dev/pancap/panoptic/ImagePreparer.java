package dev.pancap.panoptic;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.ImageSize;
import dev.pancap.image.Jpeg;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.mask.SegmentRuns;
import dev.pancap.model.RequestKey;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks a mask against its annotation, measures its segments and gives them their marks. What is
 * harmless is put right and recorded by name in {@link PreparedImage#repairs()}; what is not is a
 * {@link BadRecordException}. Immutable and thread-safe.
 */
public final class ImagePreparer {
  private final CategoryTable categories;
  private final LimitsConfig limits;
  private final Optional<MarkOrder> markOrder;

  /** Marks are given in the order that fits each image's ids: {@link MarkOrder#fitting}. */
  public ImagePreparer(CategoryTable categories, LimitsConfig limits) {
    this(categories, limits, Optional.empty());
  }

  /** Marks are given in this order to all images. */
  public ImagePreparer(CategoryTable categories, LimitsConfig limits, MarkOrder markOrder) {
    this(categories, limits, Optional.of(markOrder));
  }

  private ImagePreparer(
      CategoryTable categories, LimitsConfig limits, Optional<MarkOrder> markOrder) {
    this.categories = categories;
    this.limits = limits;
    this.markOrder = markOrder;
  }

  /**
   * As {@link #prepare(SourceImage, byte[], byte[], String)}, with the SHA-256 of the picture's
   * file as its fingerprint.
   *
   * @throws BadRecordException as there
   */
  public PreparedImage prepare(SourceImage source, byte[] imageFile, byte[] maskPng) {
    return prepare(source, imageFile, maskPng, Sha256.of(imageFile));
  }

  /**
   * Prepares one image. The picture is checked for its size and for being whole, not decoded.
   *
   * @param imageFile the whole file of the picture
   * @param imageFingerprint identifies the picture's content
   * @throws BadRecordException if picture, mask and annotation do not belong together or one of
   *     them is unusable
   */
  public PreparedImage prepare(
      SourceImage source, byte[] imageFile, byte[] maskPng, String imageFingerprint) {
    AnnotationCheck annotation = AnnotationCheck.of(source.segments(), categories, limits);
    ImageSize imageSize = Jpeg.sizeOfWhole(imageFile, limits);
    ImageSize maskSize = PanopticPng.size(maskPng, limits);
    checkSizes(source, imageSize, maskSize);
    List<SegmentRuns> measured =
        SegmentRuns.of(PanopticPng.decode(maskPng, limits), limits.maxSegments());
    annotation.matchIds(measured);
    annotation.compareMeasures(measured);
    List<Segment> segments = mark(measured, annotation);
    return new PreparedImage(
        source.imageId(),
        source.fileName(),
        source.split(),
        maskSize.width(),
        maskSize.height(),
        source.imagePath(),
        source.maskPath(),
        segments,
        annotation.repairs(),
        imageFingerprint,
        maskFingerprint(maskSize, segments));
  }

  /**
   * The same picture with other segments, such as a person leaves: requests about it depend on
   * them.
   *
   * @param segments by ascending mark, of masks that the image has
   */
  public static PreparedImage withSegments(PreparedImage image, List<Segment> segments) {
    return new PreparedImage(
        image.imageId(),
        image.fileName(),
        image.split(),
        image.width(),
        image.height(),
        image.imagePath(),
        image.maskPath(),
        segments,
        image.repairs(),
        image.imageFingerprint(),
        maskFingerprint(new ImageSize(image.width(), image.height()), segments));
  }

  private static void checkSizes(SourceImage source, ImageSize image, ImageSize mask) {
    boolean stated = source.width() > 0 && source.height() > 0;
    ImageSize annotated = stated ? new ImageSize(source.width(), source.height()) : image;
    if (!mask.equals(annotated)) {
      throw new BadRecordException(
          Reason.MASK_SIZE_MISMATCH,
          "the mask is %s, its %s %s"
              .formatted(mask, stated ? "annotation" : "picture", annotated));
    }
    if (!image.equals(annotated)) {
      throw new BadRecordException(
          Reason.IMAGE_SIZE_MISMATCH,
          "the picture is %s, its annotation and mask %s".formatted(image, annotated));
    }
  }

  private List<Segment> mark(List<SegmentRuns> measured, AnnotationCheck annotation) {
    Map<Integer, AnnotatedSegment> annotated = annotation.byId();
    MarkOrder order = markOrder.orElseGet(() -> MarkOrder.fitting(annotated.keySet()));
    List<SegmentRuns> ordered = new ArrayList<>(measured);
    if (order == MarkOrder.STUFF_THEN_THINGS) {
      ordered.sort(
          Comparator.comparing((SegmentRuns runs) -> annotation.category(runs).isThing())
              .thenComparing(Comparator.comparingLong(SegmentRuns::areaPixels).reversed())
              .thenComparingInt(SegmentRuns::segmentId));
    }
    List<Segment> segments = new ArrayList<>(ordered.size());
    for (SegmentRuns runs : ordered) {
      int mark = order == MarkOrder.SEGMENT_ID ? runs.segmentId() : segments.size() + 1;
      segments.add(
          segment(mark, runs, annotation.annotated(runs.segmentId()), annotation.category(runs)));
    }
    return segments;
  }

  private static Segment segment(
      int mark, SegmentRuns runs, AnnotatedSegment annotated, Category category) {
    return new Segment(
        mark,
        runs.segmentId(),
        category.id(),
        category.name(),
        category.isThing(),
        annotated.isCrowd(),
        runs.areaPixels(),
        runs.box(),
        CompressedRunLengths.encode(runs.runs()),
        runs.centroid().x(),
        runs.centroid().y(),
        runs.touchesBorder(),
        annotated.score());
  }

  /**
   * Over what a request can depend on: size, marks, ids, categories, crowds and pixels. How the PNG
   * was compressed, what was repaired and a model's confidence do not change it.
   */
  private static String maskFingerprint(ImageSize size, List<Segment> segments) {
    RequestKey key = RequestKey.start().with("width", size.width()).with("height", size.height());
    for (Segment segment : segments) {
      key.with("mark", segment.mark())
          .with("segment", segment.segmentId())
          .with("category", segment.categoryId())
          .with("name", segment.category())
          .with("thing", Boolean.toString(segment.isThing()))
          .with("crowd", Boolean.toString(segment.isCrowd()))
          .with("rle", segment.rle());
    }
    return key.hex();
  }
}
