package dev.pancap.spark.claim;

import dev.pancap.spark.claim.ClaimCall.Wish;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Has the driver know which attempt at a task asks the model, so that a speculative copy of it, or
 * the next attempt, waits until nothing of it is on its way. To be named in {@code spark.plugins}.
 */
public final class ClaimPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new Keeper();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> told) {
        PartClaim.connect(context);
      }

      @Override
      public void shutdown() {
        PartClaim.disconnect();
      }
    };
  }

  /** The driver's side. */
  private static final class Keeper implements DriverPlugin {
    private final ClaimLedger ledger = new ClaimLedger();

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      context.addSparkListener(new Watch(ledger));
      return Map.of();
    }

    @Override
    public Object receive(Object message) {
      ClaimCall call = (ClaimCall) Objects.requireNonNull(message);
      if (call.wish() == Wish.RELEASE) {
        ledger.release(call.part(), call.attempt());
        return false;
      }
      return ledger.take(call.part(), call.attempt(), System.nanoTime());
    }
  }

  /** Learns from Spark which attempts are over. */
  private static final class Watch extends SparkListener {
    private final ClaimLedger ledger;

    Watch(ClaimLedger ledger) {
      this.ledger = ledger;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      ledger.ended(end.taskInfo().taskId(), System.nanoTime());
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      ledger.lost(removed.executorId());
    }
  }
}
