package dev.pancap.spark.source;

import java.io.Closeable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Reads what a task needs next while the task works on what it has. Outputs come in the order of
 * the inputs. What was read and not handed out is bounded in bytes: each input is looked at, then
 * waits for room, then is read. A single output larger than the bound is read alone.
 */
public final class ReadAhead<I, O> implements Iterator<O>, Closeable {
  /** Inputs that are taken from the iterator before their turn; they are small. */
  private static final int MOST_INPUTS = 128;

  private final Iterator<I> inputs;
  private final Function<I, Pending<O>> look;
  private final Bounds bounds;
  private final ExecutorService threads;
  private final Deque<Future<Read<O>>> queue = new ArrayDeque<>();
  private long taken;
  private long admitted;
  private long bytesAhead;

  /**
   * How far it reads ahead.
   *
   * @param threads that look and read at the same time
   * @param bytes read and not handed out
   */
  public record Bounds(int threads, long bytes) {}

  /**
   * An output that was looked at.
   *
   * @param bytes that it takes in memory once it is read
   * @param read reads it
   */
  public record Pending<O>(long bytes, Supplier<O> read) {}

  private record Read<O>(O output, long bytes) {}

  /**
   * @param look finds out how much an input's output will take; runs on several threads
   */
  public ReadAhead(Iterator<I> inputs, Function<I, Pending<O>> look, Bounds bounds) {
    this.inputs = inputs;
    this.look = look;
    this.bounds = bounds;
    this.threads =
        Executors.newFixedThreadPool(
            bounds.threads(),
            work -> {
              Thread thread = new Thread(work, "pancap-read-ahead");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Stops reading when the task of this thread ends, however it does; outside a task does nothing.
   */
  public ReadAhead<I, O> untilTaskEnds() {
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) ended -> close());
    }
    return this;
  }

  @Override
  public boolean hasNext() {
    return !queue.isEmpty() || inputs.hasNext();
  }

  @Override
  public O next() {
    fill();
    Future<Read<O>> first = queue.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    Read<O> read = await(first);
    release(read.bytes);
    fill();
    return read.output;
  }

  private void fill() {
    while (queue.size() < MOST_INPUTS && inputs.hasNext()) {
      I input = inputs.next();
      long number = taken++;
      queue.add(threads.submit(() -> read(number, input)));
    }
  }

  private Read<O> read(long number, I input) throws InterruptedException {
    Pending<O> pending = null;
    try {
      pending = look.apply(input);
    } finally {
      // Those behind it wait for its turn to have passed, also where it failed.
      admit(number, pending == null ? 0 : pending.bytes());
    }
    return new Read<>(pending.read().get(), pending.bytes());
  }

  /**
   * Waits for the turn of an input and for room. Turns go by order: otherwise later ones could take
   * the room that the one needs which the task waits for.
   */
  private synchronized void admit(long number, long bytes) throws InterruptedException {
    while (number != admitted || (bytesAhead > 0 && bytesAhead + bytes > bounds.bytes())) {
      wait();
    }
    admitted++;
    bytesAhead += bytes;
    notifyAll();
  }

  private synchronized void release(long bytes) {
    bytesAhead -= bytes;
    notifyAll();
  }

  private Read<O> await(Future<Read<O>> first) {
    try {
      return first.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("Reading ahead failed", e.getCause());
    } catch (InterruptedException e) {
      // Spark interrupts a task that it kills.
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while files were read", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
