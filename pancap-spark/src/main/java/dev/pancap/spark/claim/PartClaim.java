package dev.pancap.spark.claim;

import dev.pancap.spark.DriverCall;
import dev.pancap.spark.claim.ClaimCall.Attempt;
import dev.pancap.spark.claim.ClaimCall.Part;
import dev.pancap.spark.claim.ClaimCall.Wish;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one attempt at a task to ask the model about the images of its partition. Where
 * {@link ClaimPlugin} is not loaded every attempt has it.
 */
public final class PartClaim {
  private static final Logger log = LoggerFactory.getLogger(PartClaim.class);
  private static final Duration ASK_AGAIN = Duration.ofMillis(500);
  private static volatile Optional<PluginContext> driver = Optional.empty();

  private final PluginContext context;
  private final Part part;
  private final Attempt attempt;

  private PartClaim(PluginContext context, Part part, Attempt attempt) {
    this.context = context;
    this.part = part;
    this.attempt = attempt;
  }

  /**
   * Waits until no other attempt asks about these images: until it has stored its last answer, or
   * its executor is gone. A copy of a task that is not needed any more is interrupted by Spark.
   *
   * @return empty where there is no plugin to keep claims
   * @throws IOException if the driver does not answer, or Spark has killed the task
   */
  public static Optional<PartClaim> take(String runId, TaskContext task) throws IOException {
    Optional<PluginContext> context = driver;
    if (context.isEmpty()) {
      return Optional.empty();
    }
    PartClaim claim =
        new PartClaim(
            context.get(),
            new Part(runId, task.partitionId()),
            new Attempt(task.taskAttemptId(), context.get().executorID()));
    boolean isAlone = claim.say(Wish.TAKE);
    if (!isAlone) {
      log.info("Another attempt asks about {}; this one waits", claim.part);
    }
    while (!isAlone) {
      claim.pause(task);
      isAlone = claim.say(Wish.TAKE);
    }
    return Optional.of(claim);
  }

  /** To be called when the last answer is stored. */
  public void release() {
    try {
      say(Wish.RELEASE);
    } catch (IOException e) {
      // Nothing is lost: the driver frees it by itself when this executor is gone, or after a
      // while.
      log.warn("The driver was not told that {} is free: {}", part, e.toString());
    }
  }

  static void connect(PluginContext context) {
    driver = Optional.of(context);
  }

  static void disconnect() {
    driver = Optional.empty();
  }

  private boolean say(Wish wish) throws IOException {
    return (Boolean) DriverCall.ask(context, new ClaimCall(wish, part, attempt));
  }

  private void pause(TaskContext task) throws IOException {
    if (task.isInterrupted()) {
      throw new IOException("The task was killed while another attempt at it was awaited");
    }
    try {
      new CountDownLatch(1).await(ASK_AGAIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while another attempt at the task was awaited", e);
    }
  }
}
