package dev.pancap.model.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Time that stands still until a test moves it. Actions run on the thread that moves it. */
public final class ManualScheduler implements Scheduler {
  private record Due(long at, long order, Runnable action, CompletableFuture<Void> future) {}

  private final Instant start = Instant.parse("2026-11-22T12:00:00Z");
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private long now;
  private long order;

  @Override
  public Instant now() {
    return start.plusNanos(now);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  /** What has passed since the scheduler was made. */
  public Duration elapsed() {
    return Duration.ofNanos(now);
  }

  @Override
  public Future<?> after(Duration delay, Runnable action) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    queue.add(new Due(now + Math.max(0, delay.toNanos()), order++, action, future));
    return future;
  }

  /** Moves time on, and runs what falls due, in order. */
  public void advance(Duration step) {
    long end = now + step.toNanos();
    while (!queue.isEmpty() && queue.peek().at() <= end) {
      Due due = queue.remove();
      now = due.at();
      if (!due.future().isCancelled()) {
        due.action().run();
      }
    }
    now = end;
  }

  @Override
  public void close() {
    queue.clear();
  }
}
