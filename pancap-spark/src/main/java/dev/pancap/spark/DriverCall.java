package dev.pancap.spark;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.api.plugin.PluginContext;

/** A question of a plugin on an executor to its half on the driver. */
public final class DriverCall {
  private DriverCall() {}

  /**
   * Asks, and waits for the answer.
   *
   * @throws IOException if the driver does not answer, or the thread was interrupted
   */
  public static Object ask(PluginContext context, Object question) throws IOException {
    // Spark's ask declares every exception there is; a task tells them apart from an interruption.
    FutureTask<Object> asking = new FutureTask<>(() -> context.ask(question));
    asking.run();
    try {
      return asking.get();
    } catch (ExecutionException e) {
      throw new IOException("The driver did not answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the driver was asked", e);
    }
  }
}
