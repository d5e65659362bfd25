package dev.pancap.model.openai;

/**
 * How many requests may be in flight: all that are configured until the server throttles, then
 * fewer. Each throttled reply takes half a place away and each answer gives a sixteenth back. So
 * where every reply is throttled the number halves within one round trip, where one in ten is, as a
 * busy server's are, it stays, and where none is, it doubles within sixteen round trips.
 *
 * <p>Not safe for use by several threads.
 */
final class AdaptiveLimit {
  private static final double DOWN = 0.5;
  private static final double UP = 1.0 / 16;

  private final int ceiling;
  private double limit;

  AdaptiveLimit(int ceiling) {
    this.ceiling = ceiling;
    this.limit = ceiling;
  }

  int current() {
    return (int) limit;
  }

  void answered() {
    limit = Math.min(ceiling, limit + UP);
  }

  void throttled() {
    limit = Math.max(1, limit - DOWN);
  }
}
