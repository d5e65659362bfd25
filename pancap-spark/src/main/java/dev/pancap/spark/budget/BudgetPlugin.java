package dev.pancap.spark.budget;

import dev.pancap.config.Secret;
import dev.pancap.model.budget.BudgetCall;
import dev.pancap.model.budget.BudgetLedger;
import dev.pancap.model.budget.RunBudget;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Has the driver keep the ledgers and hand the key to the executors, over Spark's own connections
 * (encrypted where {@code spark.network.crypto.enabled} says so). To be named in {@code
 * spark.plugins}.
 *
 * <p>The key is given to an executor that asks for it. It does not travel in {@code
 * spark.executorEnv}, nor in what a driver's plugin returns at its start: Spark puts both into its
 * settings, and shows those in its pages and event logs.
 */
public final class BudgetPlugin implements SparkPlugin {
  /** An executor's question for the key; the answer is the key, or empty. */
  enum KeyCall {
    KEY
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new Keeper(System.getenv());
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> told) {
        ExecutorBudgets.connect(context);
      }

      @Override
      public void shutdown() {
        ExecutorBudgets.disconnect();
      }
    };
  }

  /** The driver's side: one ledger a run. */
  static final class Keeper implements DriverPlugin {
    private final ConcurrentMap<String, BudgetLedger> ledgers = new ConcurrentHashMap<>();
    private final Secret key;

    Keeper(Map<String, String> environment) {
      this.key =
          Stream.of("PANCAP_API_KEY", "OPENAI_API_KEY")
              .map(variable -> environment.getOrDefault(variable, "").strip())
              .filter(key -> !key.isEmpty())
              .findFirst()
              .map(Secret::of)
              .orElse(Secret.of(""));
    }

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      return Map.of();
    }

    @Override
    public Object receive(Object message) {
      if (message == KeyCall.KEY) {
        return key.reveal();
      }
      BudgetCall call = (BudgetCall) Objects.requireNonNull(message);
      return LeaseWords.of(call.applyTo(ledger(call.run()), System.nanoTime()));
    }

    private BudgetLedger ledger(RunBudget run) {
      return ledgers.computeIfAbsent(run.runId(), id -> new BudgetLedger(run.limits()));
    }
  }
}
