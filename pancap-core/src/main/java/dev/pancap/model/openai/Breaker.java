package dev.pancap.model.openai;

import java.time.Duration;

/**
 * Notices a server that is down. After a few failures in a row it has everything wait, and then
 * lets one request at a time find out whether the server is back, with pauses that double. So a
 * restart costs one request's attempts and not those of every request in flight. Once nothing was
 * answered for long enough, it says that it is time to give up.
 *
 * <p>Not safe for use by several threads.
 */
final class Breaker {
  /** At 7 % of random failures, this many in a row come once in 600,000 requests. */
  private static final int FAILURES_BEFORE_PAUSE = 5;

  private static final int FAILURES_BEFORE_GIVING_UP = 3;
  private static final long FIRST_PAUSE = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

  private final long giveUpAfter;
  private int failures;
  private int pauses;
  private long failingSince;
  private long pausedUntil;

  Breaker(Duration giveUpAfter) {
    this.giveUpAfter = giveUpAfter.toNanos();
  }

  /** The server did its work. */
  void answered() {
    failures = 0;
    pauses = 0;
  }

  /** The server is there, but did not do its work. */
  void stumbled(long nanoTime) {
    if (failures == 0) {
      failingSince = nanoTime;
    }
    failures++;
  }

  /** The server did not seem to be there. */
  void failed(long nanoTime) {
    stumbled(nanoTime);
    if (failures >= FAILURES_BEFORE_PAUSE && pauseLeft(nanoTime) == 0) {
      pausedUntil = nanoTime + Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(pauses, 10));
      pauses++;
    }
  }

  /** Whether only one request at a time may go, to find out whether the server is back. */
  boolean probing() {
    return pauses > 0;
  }

  /** Nanoseconds until the next request may go; 0 if it may go at once. */
  long pauseLeft(long nanoTime) {
    return pauses == 0 ? 0 : Math.max(0, pausedUntil - nanoTime);
  }

  boolean isTimeToGiveUp(long nanoTime) {
    return failures >= FAILURES_BEFORE_GIVING_UP && nanoTime - failingSince >= giveUpAfter;
  }
}
