package dev.pancap.spark.evaluate;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import scala.reflect.ClassTag;

/**
 * Works on the elements of a list in Spark's tasks, neighbours in one task, and gives what comes of
 * them in the list's order: sums that are taken over it do not depend on the cluster.
 */
final class OrderedTasks {
  private OrderedTasks() {}

  /** Work on one element, wherever it is done. */
  interface Work<I, O> extends Serializable {
    List<O> of(I element);
  }

  /** The elements as a dataset of as many partitions as there are cores. */
  static <I extends Serializable> Dataset<I> dataset(SparkSession spark, List<I> elements) {
    return spark.createDataset(elements, OrderedTasks.<I>encoder());
  }

  /** What comes of the elements, in their order. */
  static <I extends Serializable, O extends Serializable> List<O> map(
      SparkSession spark, List<I> elements, Work<I, O> work) {
    return dataset(spark, elements)
        .mapPartitions(new EachElement<>(work), OrderedTasks.<O>encoder())
        .collectAsList();
  }

  /** Sends a value to every machine once. */
  @SuppressWarnings("unchecked")
  static <T> Broadcast<T> broadcast(SparkSession spark, T value) {
    return spark.sparkContext().broadcast(value, (ClassTag<T>) ClassTag.apply(value.getClass()));
  }

  /** Does the work on the elements of one partition, one after the other. */
  record EachElement<I, O>(Work<I, O> work) implements MapPartitionsFunction<I, O> {
    @Override
    public Iterator<O> call(Iterator<I> elements) {
      Iterable<I> once = () -> elements;
      return StreamSupport.stream(once.spliterator(), false)
          .flatMap(element -> work.of(element).stream())
          .iterator();
    }
  }

  /** Opaque bytes: these rows are read back as the objects that they were, and as nothing else. */
  @SuppressWarnings("unchecked")
  private static <T extends Serializable> Encoder<T> encoder() {
    return (Encoder<T>) Encoders.javaSerialization(Serializable.class);
  }
}
