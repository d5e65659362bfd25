package dev.pancap.spark.stage;

import dev.pancap.model.TokenUsage;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.unchanged.KnownImages;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Stage: takes the outcomes of unchanged images from the run that made them. They go from table to
 * table as columns; no object is made of any.
 */
public final class KnownOutcomes {
  private final KnownImages known;

  public KnownOutcomes(KnownImages known) {
    this.known = known;
  }

  /** What is known of the images that have to be worked on. */
  public Dataset<ImagePiece> leaveOut(Dataset<ImagePiece> pieces) {
    return known.size() == 0
        ? pieces
        : pieces.filter(functions.not(known.among(functions.col("imageId"))));
  }

  /** The outcomes worked out in this run, with those that are taken over. */
  public Dataset<ImageOutcome> join(SparkSession spark, Dataset<ImageOutcome> fresh) {
    if (known.size() == 0) {
      return fresh;
    }
    Encoder<ImageOutcome> encoder = RecordEncoders.of(ImageOutcome.class);
    return spark
        .read()
        .schema(encoder.schema())
        .parquet(known.outcomes())
        .filter(known.among(functions.col("imageId")))
        .withColumn("effort", nothingAsked())
        .as(encoder)
        .union(fresh);
  }

  /** What an outcome took whose answers were all there. */
  private static Column nothingAsked() {
    StructType effort = RecordEncoders.of(ImageOutcome.Effort.class).schema();
    Column[] noTokens =
        Arrays.stream(RecordEncoders.of(TokenUsage.class).schema().fieldNames())
            .map(tokens -> functions.lit(0L).as(tokens))
            .toArray(Column[]::new);
    DataType cost = effort.apply("cost").dataType();
    return functions.struct(
        functions.lit(0).as("requests"),
        functions
            .col("effort.requests")
            .plus(functions.col("effort.fromJournal"))
            .as("fromJournal"),
        functions.struct(noTokens).as("usage"),
        functions.lit(null).cast(cost).as("cost"));
  }
}
