package dev.pancap.spark.source;

import dev.pancap.edit.EditRecord;
import dev.pancap.journal.JournalEntry;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.Rejection;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is known of an image; exactly one component beside the id is set. The pieces of an
 * image come from different files in any order and meet in one shuffle.
 */
public record ImagePiece(
    long imageId,
    @Nullable PictureEntry picture,
    @Nullable AnnotationEntry annotation,
    @Nullable Rejection rejection,
    @Nullable JournalEntry answer,
    @Nullable EditRecord edit)
    implements Serializable {

  public static ImagePiece of(PictureEntry picture) {
    return new ImagePiece(picture.imageId(), picture, null, null, null, null);
  }

  public static ImagePiece of(AnnotationEntry annotation) {
    return new ImagePiece(annotation.imageId(), null, annotation, null, null, null);
  }

  public static ImagePiece of(Rejection rejection) {
    return new ImagePiece(rejection.imageId(), null, null, rejection, null, null);
  }

  public static ImagePiece of(JournalEntry answer) {
    return new ImagePiece(answer.imageId(), null, null, null, answer, null);
  }

  public static ImagePiece of(EditRecord edit) {
    return new ImagePiece(edit.imageId(), null, null, null, null, edit);
  }
}
