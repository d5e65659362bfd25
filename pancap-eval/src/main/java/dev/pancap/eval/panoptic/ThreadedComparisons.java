package dev.pancap.eval.panoptic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Compares on threads of this JVM; only a few images are in memory at a time. */
final class ThreadedComparisons implements PanopticComparisons {
  private final int threads;

  ThreadedComparisons(int threads) {
    this.threads = threads;
  }

  @Override
  public void compare(
      PanopticComparer comparer, List<PanopticPair> pairs, Consumer<PanopticOutcome> inOrder) {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      Deque<CompletableFuture<PanopticOutcome>> running = new ArrayDeque<>();
      for (PanopticPair pair : pairs) {
        if (running.size() >= 4 * threads) {
          inOrder.accept(outcome(running.remove()));
        }
        running.add(CompletableFuture.supplyAsync(() -> comparer.compare(pair), workers));
      }
      while (!running.isEmpty()) {
        inOrder.accept(outcome(running.remove()));
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static PanopticOutcome outcome(CompletableFuture<PanopticOutcome> running) {
    try {
      return running.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("A comparison failed", e.getCause());
    }
  }
}
