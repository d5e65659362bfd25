package dev.pancap.spark.stage;

import dev.pancap.model.TokenUsage;
import dev.pancap.panoptic.SourceImage;
import dev.pancap.quarantine.Rejection;
import dev.pancap.store.ContentHash;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.ReviewImage;
import dev.pancap.store.seen.SeenFile;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one image in one run: exactly one of published, rejection and deferral is set.
 *
 * @param review what the raters' page shows of a published image, else null
 * @param content identifies what is published with its review, or the rejection; none of a deferral
 * @param effort what it took
 * @param seen the files that the outcome was made of
 */
public record ImageOutcome(
    long imageId,
    String fileName,
    @Nullable ReleaseRow published,
    @Nullable ReviewImage review,
    @Nullable Rejection rejection,
    @Nullable Deferral deferral,
    ContentHash content,
    Effort effort,
    List<SeenFile> seen)
    implements Serializable {

  /** The rule of a flag that tells of an edit that could not be carried over. */
  public static final String EDIT_CONFLICT = "edit-conflict";

  /** The rule of a flag on a segment that a model found and was not sure of. */
  public static final String UNSURE_SEGMENT = "unsure-segment";

  /**
   * An image that is tried again by the next run.
   *
   * @param detail why there was no answer
   * @param stopsRun whether no other image can be answered either, as with a wrong key
   * @param overBudget whether the run had sent or spent what it may
   */
  public record Deferral(String stage, String detail, boolean stopsRun, boolean overBudget)
      implements Serializable {}

  /**
   * What an image took of the model.
   *
   * @param requests answers that were asked for and came
   * @param fromJournal answers that were there already
   * @param usage tokens of the answers asked for
   * @param cost money for them, in the currency of the model's price; null where it has none
   */
  public record Effort(int requests, int fromJournal, TokenUsage usage, @Nullable BigDecimal cost)
      implements Serializable {
    public static final Effort NONE = new Effort(0, 0, TokenUsage.NONE, null);
  }

  public ImageOutcome {
    int set =
        (published == null ? 0 : 1) + (rejection == null ? 0 : 1) + (deferral == null ? 0 : 1);
    seen = List.copyOf(seen);
    if (set != 1) {
      throw new IllegalArgumentException("An image has one outcome, not " + set);
    }
    if ((published == null) != (review == null)) {
      throw new IllegalArgumentException(
          "Image " + imageId + " is published without its review, or reviewed unpublished");
    }
  }

  static ImageOutcome published(ReleaseRow row, ReviewImage review) {
    return new ImageOutcome(
        row.imageId(),
        row.fileName(),
        row,
        review,
        null,
        null,
        ContentHash.of(row, review),
        Effort.NONE,
        List.of());
  }

  static ImageOutcome rejected(Rejection rejection, Effort effort) {
    return new ImageOutcome(
        rejection.imageId(),
        rejection.fileName(),
        null,
        null,
        rejection,
        null,
        ContentHash.of(rejection),
        effort,
        List.of());
  }

  static ImageOutcome deferred(SourceImage source, Deferral deferral) {
    return new ImageOutcome(
        source.imageId(),
        source.fileName(),
        null,
        null,
        null,
        deferral,
        ContentHash.EMPTY,
        Effort.NONE,
        List.of());
  }

  ImageOutcome with(Effort spent, List<SeenFile> files) {
    return new ImageOutcome(
        imageId, fileName, published, review, rejection, deferral, content, spent, files);
  }
}
