package dev.pancap.spark.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.caption.PhraseGroup;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.spark.SparkTest;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SparkTest
public class RecordEncodersTest {
  public record Page(String id, URI source) implements Serializable {}

  public record Maybe(Optional<String> text) implements Serializable {}

  public record Tree(String name, List<Tree> children) implements Serializable {}

  public record Positive(int id) implements Serializable {
    public Positive {
      if (id <= 0) {
        throw new IllegalArgumentException("Id must be positive: " + id);
      }
    }
  }

  record Hidden(int id) implements Serializable {}

  private static Segment segment(int mark) {
    return new Segment(
        mark,
        mark + 100,
        1,
        "person",
        true,
        false,
        9,
        new BoundingBox(1, 2, 3, 3),
        "rle",
        2,
        3,
        false,
        null);
  }

  @Test
  void nestedRecordsSurviveParquet(SparkSession spark, @TempDir Path dir) {
    PreparedImage image =
        new PreparedImage(
            7,
            "ä 7.jpg",
            "train",
            640,
            480,
            "/i/7.jpg",
            null,
            List.of(segment(1), segment(2)),
            List.of(),
            "i",
            "m");
    String path = dir.resolve("images").toString();
    spark
        .createDataset(List.of(image), RecordEncoders.of(PreparedImage.class))
        .write()
        .parquet(path);

    Dataset<PreparedImage> stored =
        spark.read().parquet(path).as(RecordEncoders.of(PreparedImage.class));

    assertThat(stored.collectAsList()).containsExactly(image);
  }

  @Test
  void aStoredRowThatBreaksTheRecordsRulesIsRefused(SparkSession spark) {
    Dataset<Positive> rows = spark.sql("select 0 as id").as(RecordEncoders.of(Positive.class));
    assertThatThrownBy(rows::collectAsList).rootCause().hasMessage("Id must be positive: 0");
  }

  @Test
  void refusesWhatSparkWouldStoreIncompletely() {
    assertThatThrownBy(() -> RecordEncoders.of(Page.class))
        .hasMessageStartingWith("Cannot encode Page.source of type java.net.URI");
    assertThatThrownBy(() -> RecordEncoders.of(Maybe.class))
        .hasMessageStartingWith("Cannot encode Maybe.text of type java.util.Optional");
    assertThatThrownBy(() -> RecordEncoders.of(Tree.class))
        .hasMessageStartingWith("Cannot encode Tree.children[]")
        .hasMessageEndingWith("a record cannot contain itself");
    assertThatThrownBy(() -> RecordEncoders.of(Hidden.class))
        .hasMessageEndingWith("Spark's generated code needs public classes");
  }

  /** Fails when Spark learns records: then use {@code Encoders.record} and delete the class. */
  @Test
  void sparksOwnBeanEncoderStillLosesRecords() {
    assertThat(Encoders.bean(PhraseGroup.class).schema().isEmpty()).isTrue();
  }
}
