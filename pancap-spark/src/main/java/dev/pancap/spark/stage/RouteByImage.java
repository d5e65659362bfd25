package dev.pancap.spark.stage;

import dev.pancap.edit.EditRecord;
import dev.pancap.journal.JournalEntry;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImagePiece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.jspecify.annotations.Nullable;

/**
 * Stage: brings together what is known of each image, in one shuffle. Pictures and annotations meet
 * by image id, never by position. Answers and edits of images that the source no longer has are
 * left where they are.
 */
public final class RouteByImage {
  private final ImageFolders folders;

  public RouteByImage(ImageFolders folders) {
    this.folders = folders;
  }

  public Dataset<RoutedImage> apply(Dataset<ImagePiece> pieces) {
    return pieces
        .groupByKey((MapFunction<ImagePiece, Long>) ImagePiece::imageId, Encoders.LONG())
        .flatMapGroups(new Assemble(folders), RecordEncoders.of(RoutedImage.class));
  }

  /** Makes at most one image of the pieces of one id. */
  record Assemble(ImageFolders folders)
      implements FlatMapGroupsFunction<Long, ImagePiece, RoutedImage> {
    private static final String STAGE = "read";

    @Override
    public Iterator<RoutedImage> call(Long imageId, Iterator<ImagePiece> pieces) {
      Parts parts = new Parts(imageId);
      pieces.forEachRemaining(parts::add);
      RoutedImage image = parts.isOfSource() ? parts.assemble(folders) : null;
      return image == null ? List.<RoutedImage>of().iterator() : List.of(image).iterator();
    }

    private static final class Parts {
      private final long imageId;
      private final List<PictureEntry> pictures = new ArrayList<>();
      private final List<AnnotationEntry> annotations = new ArrayList<>();
      private final List<Rejection> rejections = new ArrayList<>();
      private final List<JournalEntry> answers = new ArrayList<>();
      private final List<EditRecord> edits = new ArrayList<>();

      Parts(long imageId) {
        this.imageId = imageId;
      }

      void add(ImagePiece piece) {
        addIfThere(pictures, piece.picture());
        addIfThere(annotations, piece.annotation());
        addIfThere(rejections, piece.rejection());
        addIfThere(answers, piece.answer());
        addIfThere(edits, piece.edit());
      }

      private static <T> void addIfThere(List<T> to, @Nullable T part) {
        if (part != null) {
          to.add(part);
        }
      }

      boolean isOfSource() {
        return !pictures.isEmpty() || !annotations.isEmpty() || !rejections.isEmpty();
      }

      RoutedImage assemble(ImageFolders folders) {
        if (!rejections.isEmpty()) {
          // The pieces come in any order, the outcome must not depend on it.
          rejections.sort(Comparator.comparing(Rejection::detail));
          return new RoutedImage(imageId, null, rejections.get(0), answers, edits);
        }
        try {
          PictureEntry picture =
              only(pictures, "pictures", "an annotation without a picture entry");
          AnnotationEntry annotation =
              only(annotations, "annotations", "a picture without an annotation");
          return new RoutedImage(imageId, folders.join(picture, annotation), null, answers, edits);
        } catch (BadRecordException e) {
          return new RoutedImage(
              imageId, null, Rejection.of(imageId, fileName(), STAGE, e), answers, edits);
        }
      }

      private <T> T only(List<T> entries, String what, String noneOfThem) {
        if (entries.isEmpty()) {
          throw new BadRecordException(
              Reason.ANNOTATION_MISSING, "image %d is %s".formatted(imageId, noneOfThem));
        }
        if (entries.size() > 1) {
          throw new BadRecordException(
              Reason.ANNOTATION_DUPLICATE,
              "image id %d has %d %s".formatted(imageId, entries.size(), what));
        }
        return entries.get(0);
      }

      private String fileName() {
        return pictures.stream()
            .map(PictureEntry::fileName)
            .min(Comparator.naturalOrder())
            .orElse("");
      }
    }
  }
}
