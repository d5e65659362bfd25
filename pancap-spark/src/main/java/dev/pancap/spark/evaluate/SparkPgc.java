package dev.pancap.spark.evaluate;

import dev.pancap.eval.pgc.PgcComparison;
import dev.pancap.eval.pgc.PgcImage;
import dev.pancap.eval.work.OrderedWork;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.report.ReleaseRange;
import dev.pancap.spark.report.ReleaseTruth;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Compares grounded captions with a release in Spark's tasks, which read the release themselves.
 * The images come back in the release's order, in which the driver adds them.
 */
public final class SparkPgc {
  private final SparkSession spark;
  private final PgcPass pass;

  public SparkPgc(SparkSession spark, PgcPass pass) {
    this.spark = spark;
    this.pass = pass;
  }

  /**
   * @param release a release, or the folder that {@code build} wrote to
   * @throws dev.pancap.config.ConfigException if there is no release
   * @throws IOException if its files cannot be opened
   */
  public List<PgcImage> compare(String release) throws IOException {
    HadoopSettings hadoop = HadoopSettings.of(spark);
    List<ReleaseRange> ranges =
        ReleaseRange.of(
            release, hadoop.configuration(), 2 * spark.sparkContext().defaultParallelism());
    Broadcast<PgcPass> shared = OrderedTasks.broadcast(spark, pass);
    List<PgcImage> images = new ArrayList<>();
    new OrderedTasks(spark).each(ranges, new CompareRange(shared, hadoop), images::addAll);
    shared.destroy();
    return images;
  }

  /** Compares the images of some rows. */
  record CompareRange(Broadcast<PgcPass> pass, HadoopSettings hadoop)
      implements OrderedWork.Step<ReleaseRange, ArrayList<PgcImage>> {
    @Override
    public ArrayList<PgcImage> of(ReleaseRange range) {
      PgcComparison comparison = pass.value().comparison();
      ArrayList<PgcImage> images = new ArrayList<>();
      try {
        range.forEach(hadoop.configuration(), row -> images.add(compare(comparison, row)));
      } catch (IOException e) {
        throw new UncheckedIOException("The release cannot be read", e);
      }
      return images;
    }

    private static PgcImage compare(PgcComparison comparison, ReleaseRow row) {
      return comparison.compare(row.imageId(), ReleaseTruth.masks(row), row.caption());
    }
  }
}
