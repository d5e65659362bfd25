package dev.pancap.spark;

import dev.pancap.spark.stage.ImageOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What became of the images of a run, counted in the stored outcomes.
 *
 * @param quarantinedBy rejections by reason, the most frequent first
 * @param stages by step: how many images came to it and how many it lost
 * @param stopped why no image can be answered, such as a wrong key, or empty
 * @param overBudget images that are deferred because the run had sent or spent what it may
 */
public record OutcomeCounts(
    long images,
    long published,
    long quarantined,
    long deferred,
    RunSpending spending,
    Map<String, Long> quarantinedBy,
    Map<String, StageCounts> stages,
    String stopped,
    long overBudget) {

  /** Images that came to a step, and where it lost some. */
  public record StageCounts(long in, long out, long quarantined, long deferred) {}

  private static final List<String> STAGES = List.of("read", "prepare", "describe", "compose");

  public static OutcomeCounts of(Dataset<ImageOutcome> outcomes) {
    List<Column> sums = new ArrayList<>();
    sums.add(functions.count("published"));
    sums.add(functions.count("rejection"));
    sums.add(functions.count("deferral"));
    sums.add(
        functions.count(functions.when(functions.col("deferral.overBudget"), functions.lit(1))));
    sums.addAll(RunSpending.columns());
    Row totals =
        outcomes.agg(functions.count(functions.lit(1)), sums.toArray(Column[]::new)).first();
    Map<String, Long> reasons = new LinkedHashMap<>();
    Map<String, Long> rejectedAt = new TreeMap<>();
    for (Row row :
        outcomes
            .filter(functions.col("rejection").isNotNull())
            .groupBy("rejection.reason", "rejection.stage")
            .count()
            .orderBy(functions.desc("count"), functions.col("reason"))
            .collectAsList()) {
      reasons.merge(row.getString(0), row.getLong(2), Long::sum);
      rejectedAt.merge(row.getString(1), row.getLong(2), Long::sum);
    }
    Map<String, Long> deferredAt = new TreeMap<>();
    String stopped = "";
    for (Row row :
        outcomes
            .filter(functions.col("deferral").isNotNull())
            .groupBy("deferral.stage", "deferral.stopsRun")
            .agg(functions.count(functions.lit(1)), functions.min("deferral.detail"))
            .collectAsList()) {
      deferredAt.merge(row.getString(0), row.getLong(2), Long::sum);
      stopped = row.getBoolean(1) ? row.getString(3) : stopped;
    }
    return new OutcomeCounts(
        totals.getLong(0),
        totals.getLong(1),
        totals.getLong(2),
        totals.getLong(3),
        RunSpending.of(totals, 5),
        reasons,
        stages(totals.getLong(0), rejectedAt, deferredAt),
        stopped,
        totals.getLong(4));
  }

  private static Map<String, StageCounts> stages(
      long images, Map<String, Long> rejectedAt, Map<String, Long> deferredAt) {
    Map<String, StageCounts> stages = new LinkedHashMap<>();
    long in = images;
    for (String stage : STAGES) {
      long rejected = rejectedAt.getOrDefault(stage, 0L);
      long deferred = deferredAt.getOrDefault(stage, 0L);
      stages.put(stage, new StageCounts(in, in - rejected - deferred, rejected, deferred));
      in -= rejected + deferred;
    }
    return stages;
  }

  /**
   * Holds the run to its promise.
   *
   * @param in images that were read
   * @throws RunFailedException if an image is lost or counted twice
   */
  public void check(long in) {
    long lastOut = stages.values().stream().mapToLong(StageCounts::out).min().orElse(0);
    if (images != in || published + quarantined + deferred != in || lastOut != published) {
      throw new RunFailedException(
          "%d images were read, but %d have an outcome: %d published, %d quarantined, %d deferred, %d left after the last step"
              .formatted(in, images, published, quarantined, deferred, lastOut));
    }
  }

  /**
   * @param rows of the release, as read back
   * @throws RunFailedException if they are not the published images
   */
  public void checkPublished(long rows) {
    if (rows != published) {
      throw new RunFailedException(
          "%d images are to be published, but the release has %d rows".formatted(published, rows));
    }
  }
}
