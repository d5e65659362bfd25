package dev.pancap.spark.evaluate;

import dev.pancap.eval.panoptic.PanopticComparer;
import dev.pancap.eval.panoptic.PanopticComparisons;
import dev.pancap.eval.panoptic.PanopticOutcome;
import dev.pancap.eval.panoptic.PanopticPair;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Compares panoptic masks in Spark's tasks. What comes back is each image's matches, a few dozen
 * numbers: the driver adds them in the truth's order, since sums of floating-point numbers depend
 * on it.
 */
public final class SparkComparisons implements PanopticComparisons {
  private final SparkSession spark;

  public SparkComparisons(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public void compare(
      PanopticComparer comparer, List<PanopticPair> pairs, Consumer<PanopticOutcome> inOrder) {
    OrderedTasks.map(spark, pairs, new Compare(comparer)).forEach(inOrder);
  }

  /** Compares one image. */
  record Compare(PanopticComparer comparer)
      implements OrderedTasks.Work<PanopticPair, PanopticOutcome> {
    @Override
    public List<PanopticOutcome> of(PanopticPair pair) {
      return List.of(comparer.compare(pair));
    }
  }
}
