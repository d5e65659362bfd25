package dev.pancap.spark.pack;

import java.util.Iterator;
import org.apache.spark.util.LongAccumulator;

/** Counts what is taken, on the task's own thread, as accumulators are not for several. */
record Counted<T>(Iterator<T> items, LongAccumulator done) implements Iterator<T> {
  @Override
  public boolean hasNext() {
    return items.hasNext();
  }

  @Override
  public T next() {
    done.add(1);
    return items.next();
  }
}
