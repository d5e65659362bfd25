package dev.pancap.spark.budget;

import dev.pancap.config.Secret;
import dev.pancap.model.budget.BudgetCall;
import dev.pancap.model.budget.BudgetLedger;
import dev.pancap.model.budget.BudgetLimits;
import dev.pancap.model.budget.Lease;
import dev.pancap.model.budget.LeasedBudget;
import dev.pancap.model.budget.LocalBudget;
import dev.pancap.model.budget.RequestBudget;
import dev.pancap.model.budget.RunBudget;
import dev.pancap.model.budget.Scheduler;
import dev.pancap.model.cost.TokenPrice;
import dev.pancap.model.openai.ApiKey;
import dev.pancap.model.openai.OpenAiConfig;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.spark.DriverCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.plugin.PluginContext;

/** The executor's side of {@link BudgetPlugin}. */
public final class ExecutorBudgets {
  private static final int IDLE_SECONDS = 10;
  private static volatile Optional<PluginContext> connection = Optional.empty();

  private ExecutorBudgets() {}

  /**
   * Opens the configured model for one run, with the budget that all executors of the run share and
   * the key of this machine's environment, else of the driver's. Where the plugin is not loaded,
   * this JVM keeps a budget of its own.
   *
   * @param price as the driver read it, whose files an executor need not have
   */
  public static OpenAiModel open(OpenAiConfig config, Optional<TokenPrice> price, String runId) {
    Optional<PluginContext> driver = connection;
    Optional<Secret> key = ApiKey.from(environment(driver), config);
    Scheduler scheduler = Scheduler.system("pancap-openai-timer");
    BudgetLimits limits = config.budgetLimits();
    RequestBudget budget =
        driver.isEmpty() || limits.isUnlimited()
            ? new LocalBudget(new BudgetLedger(limits), scheduler)
            : new LeasedBudget(
                new RunBudget(runId, limits),
                call -> claim(driver.get(), call),
                scheduler,
                caller());
    return OpenAiModel.open(config, new OpenAiModel.Account(key, price), budget, scheduler);
  }

  static void connect(PluginContext context) {
    connection = Optional.of(context);
  }

  static void disconnect() {
    connection = Optional.empty();
  }

  /** This process's environment; where it has no key, with the driver's. */
  private static Map<String, String> environment(Optional<PluginContext> driver) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    boolean hasKey =
        !environment.getOrDefault("PANCAP_API_KEY", "").isBlank()
            || !environment.getOrDefault("OPENAI_API_KEY", "").isBlank();
    if (!hasKey && driver.isPresent()) {
      try {
        environment.put(
            "PANCAP_API_KEY", (String) DriverCall.ask(driver.get(), BudgetPlugin.KeyCall.KEY));
      } catch (IOException e) {
        throw new UncheckedIOException("The driver cannot be asked for the key", e);
      }
    }
    return environment;
  }

  private static List<Lease> claim(PluginContext context, BudgetCall call) throws IOException {
    return LeaseWords.leases((long[]) DriverCall.ask(context, call));
  }

  private static Executor caller() {
    ThreadPoolExecutor caller =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "pancap-budget-caller");
              thread.setDaemon(true);
              return thread;
            });
    caller.allowCoreThreadTimeOut(true);
    return caller;
  }
}
