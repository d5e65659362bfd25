package dev.pancap.model.djl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gathers prompts into batches. A worker that is free takes what waits, up to the limits, and does
 * not wait for more: while it computes, the next batch gathers by itself.
 */
final class BatchQueue implements AutoCloseable {
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<Generator> generators = new ConcurrentLinkedQueue<>();
  private final ExecutorService workers;
  private final Limits limits;

  private record Waiting(EncodedPrompt prompt, CompletableFuture<Generated> answer) {}

  /**
   * Bounds of a batch.
   *
   * @param rows prompts of a batch
   * @param tokens prompts times the tokens of the longest; a single prompt may have more
   * @param equalLengths whether only prompts of equal length go together
   */
  record Limits(int rows, int tokens, boolean equalLengths) {}

  BatchQueue(Idefics3 model, int workerCount, Limits limits) {
    this.limits = limits;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            workerCount,
            task -> {
              Thread thread = new Thread(task, "pancap-djl-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < workerCount; i++) {
      generators.add(model.newGenerator());
    }
  }

  CompletableFuture<Generated> submit(EncodedPrompt prompt) {
    Waiting entry = new Waiting(prompt, new CompletableFuture<>());
    synchronized (waiting) {
      waiting.add(entry);
    }
    workers.execute(this::computeBatch);
    return entry.answer;
  }

  private void computeBatch() {
    List<Waiting> batch = takeBatch();
    if (batch.isEmpty()) {
      return; // an earlier batch took this prompt along
    }
    // As many as there are threads, so there always is one.
    Generator generator = generators.remove();
    CompletableFuture.supplyAsync(
            () -> generator.generate(batch.stream().map(Waiting::prompt).toList()), Runnable::run)
        .whenComplete(
            (answers, failure) -> {
              generators.add(generator);
              for (int i = 0; i < batch.size(); i++) {
                if (failure == null) {
                  batch.get(i).answer.complete(answers.get(i));
                } else {
                  batch.get(i).answer.completeExceptionally(causeOf(failure));
                }
              }
            });
  }

  private List<Waiting> takeBatch() {
    List<Waiting> batch = new ArrayList<>();
    synchronized (waiting) {
      int longest = 0;
      while (!waiting.isEmpty() && batch.size() < limits.rows) {
        int length = waiting.element().prompt.length();
        int widest = Math.max(longest, length);
        boolean fits = (long) (batch.size() + 1) * widest <= limits.tokens;
        boolean mixes = limits.equalLengths && longest != length;
        if (!batch.isEmpty() && (!fits || mixes)) {
          break;
        }
        longest = widest;
        batch.add(waiting.remove());
      }
    }
    return batch;
  }

  static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Waits for the batches in work, then frees what they computed with. */
  @Override
  public void close() {
    workers.shutdown();
    boolean interrupted = false;
    for (boolean done = false; !done; ) {
      try {
        done = workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
        workers.shutdownNow();
      }
    }
    generators.forEach(Generator::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
