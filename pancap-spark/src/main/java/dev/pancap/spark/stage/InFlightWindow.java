package dev.pancap.spark.stage;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Turns inputs into outputs with at most {@code size} of them in work, and hands each output out as
 * soon as it is there, in any order: a slow one holds nothing back. The thread that asks for
 * outputs starts the work, so its share of it, such as drawing, goes on while others are awaited.
 */
public final class InFlightWindow<I, O> implements Iterator<O> {
  private static final long TICK_MILLIS = 500;

  private final Iterator<I> inputs;
  private final int size;
  private final Function<I, CompletableFuture<O>> start;
  private final Runnable tick;
  private final BlockingQueue<CompletableFuture<O>> done = new LinkedBlockingQueue<>();
  private final AtomicInteger inWork = new AtomicInteger();
  private int notHandedOut;

  /**
   * @param start begins the work on an input; a failure of its future fails the iterator
   * @param tick called between outputs and, while one is awaited, twice a second; once more at the
   *     end
   */
  public InFlightWindow(
      Iterator<I> inputs, int size, Function<I, CompletableFuture<O>> start, Runnable tick) {
    this.inputs = inputs;
    this.size = size;
    this.start = start;
    this.tick = tick;
  }

  @Override
  public boolean hasNext() {
    return notHandedOut > 0 || inputs.hasNext();
  }

  @Override
  public O next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    fill();
    CompletableFuture<O> finished = awaitOne();
    notHandedOut--;
    tick.run();
    try {
      return finished.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * Work that has ended makes room at once, also before its output is taken: after a burst of
   * answers, new questions are on their way while the outputs are still being handed out.
   */
  private void fill() {
    while (inWork.get() < size && notHandedOut < 2 * size && inputs.hasNext()) {
      CompletableFuture<O> work = start.apply(inputs.next());
      notHandedOut++;
      inWork.incrementAndGet();
      work.whenComplete(
          (output, failure) -> {
            inWork.decrementAndGet();
            done.add(work);
          });
    }
  }

  private CompletableFuture<O> awaitOne() {
    try {
      while (true) {
        CompletableFuture<O> finished = done.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (finished != null) {
          return finished;
        }
        tick.run();
      }
    } catch (InterruptedException e) {
      // Spark interrupts a task that it kills.
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while answers were awaited", e);
    }
  }
}
