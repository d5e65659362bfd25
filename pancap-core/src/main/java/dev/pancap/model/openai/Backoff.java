package dev.pancap.model.openai;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The wait between two attempts: what the server asks for, else {@code 0.5 * 2^(n-1)} seconds less
 * up to a quarter at random, both capped. Safe for use by several threads if the generator is.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final double JITTER = 0.25;

  private final Duration cap;
  private final RandomGenerator random;

  Backoff(Duration cap, RandomGenerator random) {
    this.cap = cap;
    this.random = random;
  }

  /**
   * @param attempts how many have failed, from 1
   */
  Duration delay(int attempts, Optional<Duration> asked) {
    if (asked.isPresent()) {
      return min(asked.get());
    }
    Duration full = min(FIRST.multipliedBy(1L << Math.min(attempts - 1, 30)));
    return Duration.ofNanos((long) (full.toNanos() * (1 - JITTER * random.nextDouble())));
  }

  private Duration min(Duration delay) {
    return delay.compareTo(cap) < 0 ? delay : cap;
  }
}
