package dev.pancap.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImagePiece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteByImageTest {
  private static final PictureEntry PICTURE = new PictureEntry(7, "7.jpg", 4, 3);
  private static final AnnotationEntry ANNOTATION = AnnotationEntry.of(7, "7.png", List.of());
  private static final JournalEntry ANSWER =
      new JournalEntry(
          "key",
          7,
          Round.DESCRIBE,
          0,
          new ModelAnswer("text", ModelAnswer.Finish.STOP, TokenUsage.NONE, "m", 1),
          1);

  private static List<RoutedImage> route(ImagePiece... pieces) {
    Iterator<RoutedImage> images =
        new RouteByImage.Assemble(new ImageFolders("/i", "/m", "train"))
            .call(Arrays.asList(pieces).iterator());
    List<RoutedImage> all = new ArrayList<>();
    images.forEachRemaining(all::add);
    return all;
  }

  private static Reason reasonOf(ImagePiece... pieces) {
    return route(pieces).get(0).rejection().reason();
  }

  @Test
  void pictureAnnotationAndAnswersMeet() {
    RoutedImage image =
        route(ImagePiece.of(ANSWER), ImagePiece.of(ANNOTATION), ImagePiece.of(PICTURE)).get(0);

    assertThat(image.source().imagePath()).isEqualTo("/i/7.jpg");
    assertThat(image.source().maskPath()).isEqualTo("/m/7.png");
    assertThat(image.answers()).containsExactly(ANSWER);
  }

  @Test
  void answersOfAnImageThatTheSourceNoLongerHasGiveNoImage() {
    assertThat(route(ImagePiece.of(ANSWER))).isEmpty();
  }

  @Test
  void imagesThatFollowOneAnotherAreToldApartByTheirIds() {
    PictureEntry eight = new PictureEntry(8, "8.jpg", 4, 3);
    List<RoutedImage> images =
        route(
            ImagePiece.of(PICTURE),
            ImagePiece.of(ANNOTATION),
            ImagePiece.of(eight),
            ImagePiece.of(AnnotationEntry.of(8, "8.png", List.of())));

    assertThat(images).extracting(RoutedImage::imageId).containsExactly(7L, 8L);
    assertThat(images.get(1).source().imagePath()).isEqualTo("/i/8.jpg");
    assertThat(images.get(1).answers()).isEmpty();
  }

  @Test
  void whatLacksOrRepeatsAPartIsRejected() {
    assertThat(reasonOf(ImagePiece.of(PICTURE))).isEqualTo(Reason.ANNOTATION_MISSING);
    assertThat(reasonOf(ImagePiece.of(ANNOTATION))).isEqualTo(Reason.ANNOTATION_MISSING);
    assertThat(
            reasonOf(ImagePiece.of(PICTURE), ImagePiece.of(ANNOTATION), ImagePiece.of(ANNOTATION)))
        .isEqualTo(Reason.ANNOTATION_DUPLICATE);
    assertThat(reasonOf(ImagePiece.of(PICTURE), ImagePiece.of(PICTURE), ImagePiece.of(ANNOTATION)))
        .isEqualTo(Reason.ANNOTATION_DUPLICATE);
    assertThat(
            reasonOf(
                ImagePiece.of(new PictureEntry(7, "../7.jpg", 4, 3)), ImagePiece.of(ANNOTATION)))
        .isEqualTo(Reason.FILE_NAME_UNSAFE);
  }

  @Test
  void theOutcomeDoesNotDependOnTheOrderOfRejections() {
    ImagePiece a = ImagePiece.of(new Rejection(7, "", "read", Reason.ANNOTATION_MALFORMED, "a"));
    ImagePiece b = ImagePiece.of(new Rejection(7, "", "read", Reason.TOO_MANY_SEGMENTS, "b"));

    assertThat(route(a, b)).isEqualTo(route(b, a));
    assertThat(route(b, a, ImagePiece.of(PICTURE)).get(0).rejection().detail()).isEqualTo("a");
  }
}
