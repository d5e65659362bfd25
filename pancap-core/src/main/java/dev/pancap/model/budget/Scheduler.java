package dev.pancap.model.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time and its passing. Tests bring one that they move by hand. */
public interface Scheduler extends AutoCloseable {

  /** The time of day, for dates that a server names. */
  Instant now();

  /** Nanoseconds from an arbitrary origin that only ever grow, for measuring what passed. */
  long nanoTime();

  /** Runs the action once, not before {@code delay} has passed. Cancelling is harmless. */
  Future<?> after(Duration delay, Runnable action);

  @Override
  void close();

  /** The system's time; actions run on one daemon thread of this name and must not block it. */
  static Scheduler system(String threadName) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            action -> {
              Thread thread = new Thread(action, threadName);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    Clock clock = Clock.systemUTC();
    return new Scheduler() {
      @Override
      public Instant now() {
        return clock.instant();
      }

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public Future<?> after(Duration delay, Runnable action) {
        return executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
      }

      @Override
      public void close() {
        executor.shutdownNow();
      }
    };
  }
}
