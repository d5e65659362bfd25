package dev.pancap.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.Reason;
import dev.pancap.spark.SparkTest;
import dev.pancap.spark.encoder.RecordEncoders;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SparkTest
public class CoconutSourceTest {
  /** A row as Hugging Face's Parquet has it. */
  public record Line(Mask mask, Annotation segments_info, Picture image_info)
      implements Serializable {}

  public record Mask(byte[] bytes, String path) implements Serializable {}

  public record Annotation(String file_name, Long image_id, List<Segment> segments_info)
      implements Serializable {}

  public record Segment(long id, long category_id, Boolean isthing, double area)
      implements Serializable {}

  public record Picture(long id, String file_name, long height, long width)
      implements Serializable {}

  @TempDir private Path folder;

  private static Line line(long annotationId, long pictureId, Segment... segments) {
    return new Line(
        new Mask(new byte[] {1, 2, 3}, null),
        new Annotation("%d.jpg".formatted(annotationId), annotationId, List.of(segments)),
        new Picture(pictureId, "%d.jpg".formatted(pictureId), 3, 4));
  }

  private List<ImagePiece> read(SparkSession spark, Line... lines) throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.writeString(images.resolve("7.jpg"), "a picture");
    String parquet = folder.resolve("parquet").toString();
    spark
        .createDataset(List.of(lines), RecordEncoders.of(Line.class))
        .coalesce(1)
        .write()
        .parquet(parquet);
    return new CoconutSource(parquet, new ImageFolders(images.toString(), null, "val"), 2)
        .open(spark, folder.resolve("run").toString())
        .pieces()
        .collectAsList();
  }

  @Test
  void aRowGivesAPictureAndAnAnnotationThatNeedNotBeOfOneImage(SparkSession spark)
      throws IOException {
    List<ImagePiece> pieces = read(spark, line(7, 8, new Segment(1, 25, true, 12.5)));

    assertThat(pieces.get(0).picture()).isEqualTo(new PictureEntry(8, "8.jpg", 4, 3));
    assertThat(pieces.get(1).imageId()).isEqualTo(7);
    assertThat(pieces.get(1).annotation().maskPng()).containsExactly(1, 2, 3);
    assertThat(pieces.get(1).annotation().maskFile()).isEqualTo("7.png");
    assertThat(pieces.get(1).annotation().segments())
        .containsExactly(new AnnotatedSegment(1, 25, false, 12.5, null, true, null));
  }

  @Test
  void aRowThatCannotBeUsedIsRejectedAndCounted(SparkSession spark) throws IOException {
    Segment segment = new Segment(1, 1, null, Double.NaN);
    Line nameless =
        new Line(
            new Mask(new byte[] {1}, null),
            new Annotation("9.jpg", null, List.of()),
            new Picture(9, "9.jpg", 3, 4));

    List<ImagePiece> pieces =
        read(spark, line(7, 7, segment), line(8, 8, segment, segment, segment), nameless);

    assertThat(pieces.stream().map(ImagePiece::rejection).filter(Objects::nonNull))
        .extracting(rejection -> rejection.imageId() + " " + rejection.reason())
        .containsExactlyInAnyOrder(
            "7 " + Reason.ANNOTATION_MALFORMED,
            "8 " + Reason.TOO_MANY_SEGMENTS,
            "-3 " + Reason.ANNOTATION_MALFORMED);
  }

  @Test
  void otherParquetIsTheUsersToMend(SparkSession spark) throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.writeString(images.resolve("7.jpg"), "a picture");
    String parquet = folder.resolve("parquet").toString();
    spark.range(3).write().parquet(parquet);

    assertThatThrownBy(
            () ->
                new CoconutSource(parquet, new ImageFolders(images.toString(), null, "val"), 2)
                    .open(spark, folder.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no column mask.bytes");
  }
}
