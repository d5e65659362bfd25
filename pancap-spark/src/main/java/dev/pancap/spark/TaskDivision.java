package dev.pancap.spark;

import dev.pancap.config.RunConfig;
import dev.pancap.spark.source.ImageSource;
import dev.pancap.spark.stage.TaskShares;
import dev.pancap.spark.unchanged.KnownImages;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Divides images among tasks: enough for every core, and none that loses too much when it dies.
 *
 * @param images of the source: pictures, annotations and rejections by distinct id
 */
record TaskDivision(ImageSource.Pieces source, long images) {
  private static final int MOST_TASKS = 100_000;

  /** Counts the images, in a job where the source cannot tell without one. */
  static TaskDivision of(ImageSource.Pieces source) {
    return new TaskDivision(
        source,
        source.annotations().isEmpty()
            ? source.pieces().select("imageId").distinct().count()
            : source.annotations().size());
  }

  /**
   * Who works on what. Shuffles of the session have as many tasks from here on.
   *
   * @param known images that nobody has to work on
   */
  TaskShares divide(SparkSession spark, KnownImages known, RunConfig settings) {
    int cores = spark.sparkContext().defaultParallelism();
    long tasks = Math.max(2L * cores, (images - known.size()) / settings.imagesPerTask());
    int most = (int) Math.min(tasks, MOST_TASKS);
    spark.conf().set("spark.sql.shuffle.partitions", most);
    if (source.weights().isEmpty()) {
      return TaskShares.byHash(most);
    }
    Map<Long, Long> weights = new HashMap<>(source.weights());
    for (long id : known.ids()) {
      weights.remove(id);
    }
    return TaskShares.even(weights, most);
  }
}
