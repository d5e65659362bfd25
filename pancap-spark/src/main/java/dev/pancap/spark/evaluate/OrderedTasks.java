package dev.pancap.spark.evaluate;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.work.OrderedWork;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * Works on the elements of a list in Spark's tasks, neighbours in one task. What comes of all of
 * them is collected, so it has to be small.
 */
public final class OrderedTasks implements OrderedWork {
  private final SparkSession spark;

  public OrderedTasks(SparkSession spark) {
    this.spark = spark;
  }

  @Override
  public <I extends Serializable, O extends Serializable> void each(
      List<I> elements, Step<I, O> step, Consumer<? super O> inOrder) {
    List<Outcome<O>> outcomes =
        dataset(spark, elements)
            .mapPartitions(new EachElement<>(step), OrderedTasks.<Outcome<O>>encoder())
            .collectAsList();
    for (Outcome<O> outcome : outcomes) {
      if (outcome.wrongInput != null) {
        throw outcome.wrongInput;
      }
      outcome.value.forEach(inOrder);
    }
  }

  /** The elements as a dataset of as many partitions as there are cores. */
  static <I extends Serializable> Dataset<I> dataset(SparkSession spark, List<I> elements) {
    return spark.createDataset(elements, OrderedTasks.<I>encoder());
  }

  /** Sends a value to every machine once. */
  @SuppressWarnings("unchecked")
  static <T> Broadcast<T> broadcast(SparkSession spark, T value) {
    return spark.sparkContext().broadcast(value, (ClassTag<T>) ClassTag.apply(value.getClass()));
  }

  /**
   * What came of an element: one value, or none and why. That input is wrong is no failure of the
   * task, which Spark would try again.
   */
  record Outcome<O extends Serializable>(List<O> value, @Nullable ConfigException wrongInput)
      implements Serializable {}

  /** Does the work on the elements of one partition, one after the other. */
  record EachElement<I, O extends Serializable>(Step<I, O> step)
      implements MapPartitionsFunction<I, Outcome<O>> {
    @Override
    public Iterator<Outcome<O>> call(Iterator<I> elements) {
      Iterable<I> once = () -> elements;
      return StreamSupport.stream(once.spliterator(), false).map(this::outcome).iterator();
    }

    private Outcome<O> outcome(I element) {
      try {
        return new Outcome<>(List.of(step.of(element)), null);
      } catch (ConfigException e) {
        return new Outcome<>(List.of(), e);
      }
    }
  }

  /** Opaque bytes: these rows are read back as the objects that they were, and as nothing else. */
  @SuppressWarnings("unchecked")
  private static <T extends Serializable> Encoder<T> encoder() {
    return (Encoder<T>) Encoders.javaSerialization(Serializable.class);
  }
}
