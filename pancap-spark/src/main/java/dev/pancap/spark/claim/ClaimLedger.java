package dev.pancap.spark.claim;

import dev.pancap.spark.claim.ClaimCall.Attempt;
import dev.pancap.spark.claim.ClaimCall.Part;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which attempt works on which part. A part is free again when its holder says so, which it does
 * once its last answer is stored, or when the holder's executor is lost.
 *
 * <p>Knows no clock and no threads: the caller passes the time. Safe for use by several threads.
 */
final class ClaimLedger {
  /**
   * How long a task that has ended may leave it open whether its answers are stored; longer than
   * any request lives. It says so by itself, unless the message is lost.
   */
  static final Duration GRACE = Duration.ofMinutes(15);

  private static final long STILL_RUNNING = Long.MIN_VALUE;

  private final Map<Part, Holder> holders = new HashMap<>();

  private record Holder(Attempt attempt, long endedNanos) {
    boolean isForgotten(long nanoTime) {
      return endedNanos != STILL_RUNNING && nanoTime - endedNanos > GRACE.toNanos();
    }
  }

  /** Whether the attempt now holds the part. */
  synchronized boolean take(Part part, Attempt attempt, long nanoTime) {
    Holder holder = holders.get(part);
    if (holder == null || holder.isForgotten(nanoTime)) {
      holders.put(part, new Holder(attempt, STILL_RUNNING));
      return true;
    }
    return holder.attempt().equals(attempt);
  }

  /** Frees the part if the attempt holds it. */
  synchronized void release(Part part, Attempt attempt) {
    Holder holder = holders.get(part);
    if (holder != null && holder.attempt().equals(attempt)) {
      holders.remove(part);
    }
  }

  /** A task has ended. What it asked last may still be on its way, so its part is not free yet. */
  synchronized void ended(long taskAttemptId, long nanoTime) {
    holders.replaceAll(
        (part, holder) ->
            holder.attempt().taskAttemptId() == taskAttemptId
                ? new Holder(holder.attempt(), nanoTime)
                : holder);
  }

  /** Frees what the attempts of an executor held: it is gone, and its requests with it. */
  synchronized void lost(String executorId) {
    holders.values().removeIf(holder -> holder.attempt().executorId().equals(executorId));
  }
}
