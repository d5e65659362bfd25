package dev.pancap.review;

import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditSpans;
import dev.pancap.edit.EditTarget;
import dev.pancap.edit.Revision;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.Segment;
import dev.pancap.store.ReviewImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit as the page sends it.
 *
 * @param struck words that were struck as hallucinations, as they stood in the base text
 * @param badMask for {@link EditTarget#BAD_MASK}: whether the mask is bad
 */
record EditRequest(
    long imageId,
    int segmentId,
    EditTarget target,
    String rater,
    @Nullable String baseText,
    @Nullable String resultText,
    @Nullable List<String> struck,
    boolean badMask) {

  /** Longest text that a rater can write; the longest caption published has 2,900 characters. */
  private static final int MAX_TEXT = 20_000;

  private static final int MAX_RATER = 64;

  /**
   * The edit as a record.
   *
   * @throws InvalidEditException if it does not fit the image
   */
  EditRecord record(ReviewImage review, long nowMillis) {
    require(rater != null && !rater.isBlank() && rater.length() <= MAX_RATER, "Who are you?");
    require(target != null && target != EditTarget.STANDS, "What is edited is not said.");
    boolean isImageWide = target == EditTarget.CAPTION || target == EditTarget.VERIFIED;
    require(
        isImageWide
            ? segmentId == 0
            : review.image().segments().stream()
                .map(Segment::segmentId)
                .anyMatch(id -> id == segmentId),
        "There is no segment %d in image %d.".formatted(segmentId, imageId));
    String base = target == EditTarget.BAD_MASK || baseText == null ? "" : baseText;
    String result =
        switch (target) {
          case BAD_MASK -> badMask ? "bad" : Revision.MASK_IS_OK;
          case VERIFIED -> base;
          case REGION_LINE, CAPTION, SEGMENT, STANDS -> resultText == null ? "" : resultText;
        };
    if (target == EditTarget.SEGMENT) {
      checkClass(review, base, result);
    }
    require(
        base.length() <= MAX_TEXT && result.length() <= MAX_TEXT,
        "The text is longer than %d characters.".formatted(MAX_TEXT));
    if (target == EditTarget.CAPTION) {
      CaptionCheck.check(result, review.image());
    }
    return new EditRecord(
        imageId,
        segmentId,
        target,
        base,
        EditSpans.between(base, result, struck == null ? List.of() : struck),
        result,
        rater.strip(),
        nowMillis,
        "review");
  }

  /** The base is the class that the segment has, the result one of COCO's, or empty. */
  private void checkClass(ReviewImage review, String base, String result) {
    require(
        review.image().segments().stream()
            .anyMatch(
                segment -> segment.segmentId() == segmentId && segment.category().equals(base)),
        "The class of segment %d is not the one that was shown; reload.".formatted(segmentId));
    require(
        result.isEmpty()
            || result.equals(base)
            || CategoryTable.coco().all().stream()
                .anyMatch(category -> category.name().equals(result)),
        "There is no class of this name.");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new InvalidEditException(message);
    }
  }
}
