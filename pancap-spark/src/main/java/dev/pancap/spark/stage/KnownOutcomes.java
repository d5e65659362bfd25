package dev.pancap.spark.stage;

import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.unchanged.KnownImages;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.SparkSession;

/** Stage: takes the outcomes of unchanged images from the run that made them. */
public final class KnownOutcomes {
  private final KnownImages known;

  public KnownOutcomes(KnownImages known) {
    this.known = known;
  }

  /** What is known of the images that have to be worked on. */
  public Dataset<ImagePiece> leaveOut(Dataset<ImagePiece> pieces) {
    return known.size() == 0 ? pieces : pieces.filter(new IsNotKnown(known));
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
        .as(encoder)
        .flatMap(new TakeOver(known), encoder)
        .union(fresh);
  }

  /** What this run has to work on. */
  record IsNotKnown(KnownImages known) implements FilterFunction<ImagePiece> {
    @Override
    public boolean call(ImagePiece piece) {
      return !known.contains(piece.imageId());
    }
  }

  /** What it has not. */
  record TakeOver(KnownImages known) implements FlatMapFunction<ImageOutcome, ImageOutcome> {
    @Override
    public Iterator<ImageOutcome> call(ImageOutcome outcome) {
      return known.contains(outcome.imageId())
          ? List.of(outcome.asKnown()).iterator()
          : List.<ImageOutcome>of().iterator();
    }
  }
}
