package dev.pancap.spark.release;

import dev.pancap.eval.statistics.ReleaseStatistics;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.stage.ImageOutcome;
import dev.pancap.store.ContentHash;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.functions;

/**
 * What is known of a release before it is written: what identifies the rows of each file and the
 * rejections, and its figures. Published rows with their reviews and rejections count; what they
 * took and what waits does not. Few columns of the outcomes are read for it.
 *
 * @param files of each file, in order
 */
public record ReleaseState(
    List<ContentHash> files, ContentHash rejections, ReleaseStatistics statistics)
    implements Serializable {
  private static final Encoder<ReleaseState> ENCODER = RecordEncoders.of(ReleaseState.class);

  public ReleaseState {
    files = List.copyOf(files);
  }

  static ReleaseState of(Dataset<ImageOutcome> outcomes, FileLayout layout) {
    List<ReleaseState> parts = new ArrayList<>();
    parts.addAll(
        PublishedFigures.of(outcomes)
            .mapPartitions(new SumPublished(layout), ENCODER)
            .collectAsList());
    parts.addAll(
        QuarantinedFigures.of(outcomes)
            .mapPartitions(new SumQuarantined(layout.files()), ENCODER)
            .collectAsList());
    return parts.stream().reduce(empty(layout.files()), ReleaseState::plus);
  }

  static ReleaseState empty(int files) {
    return new ReleaseState(
        Collections.nCopies(files, ContentHash.EMPTY), ContentHash.EMPTY, ReleaseStatistics.EMPTY);
  }

  /** Identifies the whole release. */
  ContentHash content() {
    return files.stream().reduce(rejections, ContentHash::plus);
  }

  ReleaseState plus(ReleaseState other) {
    List<ContentHash> sums = new ArrayList<>(files.size());
    for (int file = 0; file < files.size(); file++) {
      sums.add(files.get(file).plus(other.files.get(file)));
    }
    return new ReleaseState(
        sums, rejections.plus(other.rejections), statistics.plus(other.statistics));
  }

  /** What counts of a published row. */
  public record PublishedFigures(
      long imageId,
      ContentHash content,
      ReleaseStatistics.Counts counts,
      List<String> categories,
      List<String> flags) {

    static Dataset<PublishedFigures> of(Dataset<ImageOutcome> outcomes) {
      return outcomes
          .filter(functions.col("published").isNotNull())
          .select(
              functions.col("imageId"),
              functions.col("content"),
              functions
                  .struct(
                      published("words"),
                      published("sentences"),
                      published("masks"),
                      published("masksMentioned"),
                      published("things"),
                      published("stuffs"))
                  .as("counts"),
              functions.col("published.segments.category").as("categories"),
              published("flags"))
          .as(RecordEncoders.of(PublishedFigures.class));
    }

    private static Column published(String column) {
      return functions.col("published." + column).as(column);
    }
  }

  /** What counts of a rejection. */
  public record QuarantinedFigures(ContentHash content, String reason) {
    static Dataset<QuarantinedFigures> of(Dataset<ImageOutcome> outcomes) {
      return outcomes
          .filter(functions.col("rejection").isNotNull())
          .select(functions.col("content"), functions.col("rejection.reason").as("reason"))
          .as(RecordEncoders.of(QuarantinedFigures.class));
    }
  }

  /** Adds up the rows of a partition. */
  record SumPublished(FileLayout layout)
      implements MapPartitionsFunction<PublishedFigures, ReleaseState> {
    @Override
    public Iterator<ReleaseState> call(Iterator<PublishedFigures> rows) {
      List<ContentHash> files = new ArrayList<>(empty(layout.files()).files());
      ReleaseStatistics statistics = ReleaseStatistics.EMPTY;
      while (rows.hasNext()) {
        PublishedFigures row = rows.next();
        int file = layout.fileOf(row.imageId());
        files.set(file, files.get(file).plus(row.content()));
        statistics =
            statistics.plus(
                ReleaseStatistics.published(row.counts(), row.categories(), row.flags()));
      }
      return List.of(new ReleaseState(files, ContentHash.EMPTY, statistics)).iterator();
    }
  }

  /** Adds up the rejections of a partition. */
  record SumQuarantined(int files)
      implements MapPartitionsFunction<QuarantinedFigures, ReleaseState> {
    @Override
    public Iterator<ReleaseState> call(Iterator<QuarantinedFigures> rows) {
      ContentHash rejections = ContentHash.EMPTY;
      ReleaseStatistics statistics = ReleaseStatistics.EMPTY;
      while (rows.hasNext()) {
        QuarantinedFigures row = rows.next();
        rejections = rejections.plus(row.content());
        statistics = statistics.plus(ReleaseStatistics.quarantined(row.reason()));
      }
      return List.of(new ReleaseState(empty(files).files(), rejections, statistics)).iterator();
    }
  }
}
