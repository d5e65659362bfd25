package dev.pancap.onnx;

/**
 * How many threads a graph computes with.
 *
 * @param perCall threads that one call may use; sessions each have a pool of them
 */
public record SessionThreads(int perCall) {
  public SessionThreads {
    if (perCall <= 0) {
      throw new IllegalArgumentException("A session needs at least one thread: " + perCall);
    }
  }

  /** The cores of this JVM shared out to so many calls at a time. */
  public static SessionThreads sharedBy(int concurrentCalls) {
    return new SessionThreads(
        Math.max(1, Runtime.getRuntime().availableProcessors() / concurrentCalls));
  }
}
