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
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Stage: brings together what is known of each image, in one shuffle. Pictures and annotations meet
 * by image id, never by position. Answers and edits of images that the source no longer has are
 * left where they are.
 */
public final class RouteByImage {
  private final ImageFolders folders;
  private final TaskShares shares;

  /**
   * @param shares which task takes which image
   */
  public RouteByImage(ImageFolders folders, TaskShares shares) {
    this.folders = folders;
    this.shares = shares;
  }

  /** The images of each task come by ascending id. */
  public Dataset<RoutedImage> apply(Dataset<ImagePiece> pieces) {
    Column task =
        functions
            .udf(new TaskShares.TaskOf(shares), DataTypes.IntegerType)
            .apply(functions.col("imageId"));
    return pieces
        .repartitionById(shares.tasks(), task)
        .sortWithinPartitions("imageId")
        .mapPartitions(new Assemble(folders), RecordEncoders.of(RoutedImage.class));
  }

  /** Makes at most one image of the pieces of one id, which follow one another. */
  record Assemble(ImageFolders folders) implements MapPartitionsFunction<ImagePiece, RoutedImage> {
    private static final String STAGE = "read";

    @Override
    public Iterator<RoutedImage> call(Iterator<ImagePiece> pieces) {
      return new Images(pieces, folders);
    }

    /** One image ahead of what is asked for. */
    private static final class Images implements Iterator<RoutedImage> {
      private final Iterator<ImagePiece> pieces;
      private final ImageFolders folders;
      private @Nullable ImagePiece first;
      private @Nullable RoutedImage ready;

      Images(Iterator<ImagePiece> pieces, ImageFolders folders) {
        this.pieces = pieces;
        this.folders = folders;
        this.first = pieces.hasNext() ? pieces.next() : null;
      }

      @Override
      public boolean hasNext() {
        while (ready == null && first != null) {
          Parts parts = new Parts(first.imageId());
          while (first != null && first.imageId() == parts.imageId) {
            parts.add(first);
            first = pieces.hasNext() ? pieces.next() : null;
          }
          ready = parts.isOfSource() ? parts.assemble(folders) : null;
        }
        return ready != null;
      }

      @Override
      public RoutedImage next() {
        RoutedImage image = hasNext() ? ready : null;
        if (image == null) {
          throw new NoSuchElementException();
        }
        ready = null;
        return image;
      }
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
