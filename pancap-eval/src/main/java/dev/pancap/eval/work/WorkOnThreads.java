package dev.pancap.eval.work;

import dev.pancap.config.ConfigException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Works on threads of this JVM; what comes of only a few elements is in memory at a time. */
public final class WorkOnThreads implements OrderedWork {
  private final int threads;

  /**
   * @throws ConfigException if the number is not positive
   */
  public WorkOnThreads(int threads) {
    ConfigException.check(threads > 0, "The number of threads must be positive: %d", threads);
    this.threads = threads;
  }

  @Override
  public <I extends Serializable, O extends Serializable> void each(
      List<I> elements, Step<I, O> step, Consumer<? super O> inOrder) {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      Deque<CompletableFuture<O>> running = new ArrayDeque<>();
      for (I element : elements) {
        if (running.size() >= 4 * threads) {
          inOrder.accept(outcome(running.remove()));
        }
        running.add(CompletableFuture.supplyAsync(() -> step.of(element), workers));
      }
      while (!running.isEmpty()) {
        inOrder.accept(outcome(running.remove()));
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static <O> O outcome(CompletableFuture<O> running) {
    try {
      return running.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ConfigException wrongInput) {
        throw wrongInput;
      }
      throw new IllegalStateException("The work on an element failed", e.getCause());
    }
  }
}
