package dev.pancap.model.openai;

import dev.pancap.config.ConfigException;
import dev.pancap.config.Secret;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.RequestKey;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.budget.BudgetLedger;
import dev.pancap.model.budget.LocalBudget;
import dev.pancap.model.budget.RequestBudget;
import dev.pancap.model.budget.Scheduler;
import dev.pancap.model.cost.PriceTable;
import dev.pancap.model.cost.TokenPrice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model behind a server that speaks the OpenAI chat protocol. At most {@code max-in-flight}
 * requests are open at any time, whoever asks.
 */
public final class OpenAiModel implements VisionLanguageModel {
  /** Part of every fingerprint: to be raised when requests change in a way that changes answers. */
  private static final int WIRE_VERSION = 1;

  private static final int IDLE_SECONDS = 10;

  /**
   * As many as the JDK's client would take by itself where the machine is shared: with four the
   * client got 0.8 of the bare one's answers a second at 64 requests of 50 ms, with sixteen all.
   */
  private static final int FEWEST_THREADS = 16;

  private final Desk desk;
  private final Set<CompletableFuture<ModelAnswer>> open = ConcurrentHashMap.newKeySet();

  private OpenAiModel(Desk desk) {
    this.desk = desk;
  }

  /**
   * Opens the model of a JVM that asks alone, with the key of this process's environment.
   *
   * @throws ConfigException if the settings are incomplete
   */
  public static OpenAiModel open(OpenAiConfig config) {
    Scheduler scheduler = Scheduler.system("pancap-openai-timer");
    return open(
        config,
        new Account(key(config), price(config)),
        new LocalBudget(new BudgetLedger(config.budgetLimits()), scheduler),
        scheduler);
  }

  /**
   * As whom the server knows us, and what it charges.
   *
   * @param price of the configured model, if it is known
   */
  public record Account(Optional<Secret> key, Optional<TokenPrice> price) {}

  /**
   * What can be known to be wrong without asking the server.
   *
   * @param environment where the key is looked for
   * @throws ConfigException if a setting or the key is missing, or a budget in money has no price
   */
  public static void check(OpenAiConfig config, Map<String, String> environment) {
    config.checkComplete();
    ApiKey.from(environment, config);
    EnvironmentProxies.from(environment);
    price(config);
  }

  /**
   * As {@link #open(OpenAiConfig)}, with a budget that others may share.
   *
   * @param scheduler closed with the model
   */
  public static OpenAiModel open(
      OpenAiConfig config, Account account, RequestBudget budget, Scheduler scheduler) {
    config.checkComplete();
    Executor executor = threads();
    return new OpenAiModel(
        desk(
            config,
            new UsageEstimate(account.price()),
            new JdkTransport(config, account.key(), executor, scheduler),
            budget,
            scheduler,
            executor));
  }

  static Desk desk(
      OpenAiConfig config,
      UsageEstimate estimate,
      Transport transport,
      RequestBudget budget,
      Scheduler scheduler,
      Executor executor) {
    return new Desk(
        config,
        new ChatRequestWriter(config),
        estimate,
        transport,
        new Admission(config, executor, scheduler),
        new Backoff(config.maxRetryDelay(), () -> ThreadLocalRandom.current().nextLong()),
        budget,
        scheduler,
        executor,
        new AtomicBoolean(true));
  }

  @Override
  public String name() {
    OpenAiConfig config = desk.config();
    return config.revision().isEmpty() ? config.model() : config.model() + "@" + config.revision();
  }

  @Override
  public String fingerprint() {
    OpenAiConfig config = desk.config();
    return RequestKey.start()
        .with("engine", "openai")
        .with("wire", WIRE_VERSION)
        .with("model", config.model())
        .with("revision", config.revision())
        .with("answer-format", config.answerFormat().name())
        .with("image-detail", config.imageDetail().name())
        .with("temperature", String.valueOf(config.temperature()))
        .with("seed", config.dialect().takesSeed() ? config.seed() : 0)
        .hex();
  }

  @Override
  public int maxInFlight() {
    return desk.config().maxInFlight();
  }

  @Override
  public CompletableFuture<ModelAnswer> ask(ModelRequest request) {
    Optional<ModelException> stopped = desk.admission().stopped();
    if (stopped.isPresent()) {
      return CompletableFuture.failedFuture(stopped.get());
    }
    CompletableFuture<ModelAnswer> answer = new Asking(desk, request).start();
    open.add(answer);
    answer.whenComplete((done, failure) -> open.remove(answer));
    return answer;
  }

  /** Has somebody be told of every attempt after a first one; it should take no time. */
  public void onRetry(Runnable told) {
    desk.admission().onRetry(told);
  }

  /** What would be sent, for people: the pictures are told by their kind and length. */
  public static String describe(OpenAiConfig config, ModelRequest request) {
    return new ChatRequestWriter(config).describe(request);
  }

  /** Requests still open fail. */
  @Override
  public void close() {
    ModelException closed =
        new ModelException(ModelException.Kind.UNAVAILABLE, "The model was closed");
    desk.admission().stop(closed);
    open.forEach(answer -> answer.completeExceptionally(closed));
    desk.budget().close();
    desk.scheduler().close();
  }

  /**
   * The price of the configured model.
   *
   * @throws ConfigException if the table cannot be read, or money is limited and has no price
   */
  public static Optional<TokenPrice> price(OpenAiConfig config) {
    Optional<TokenPrice> price = table(config).of(config.model());
    ConfigException.check(
        price.isPresent() || config.maxCost().signum() == 0,
        "model.openai.max-cost is set, but there is no price for %s;"
            + " name a file like conf/prices.yaml that has one in model.openai.prices",
        config.model());
    return price;
  }

  private static PriceTable table(OpenAiConfig config) {
    if (config.prices().isBlank()) {
      return PriceTable.builtIn();
    }
    try {
      return PriceTable.parse(
          Files.readString(Path.of(config.prices()), StandardCharsets.UTF_8), config.prices());
    } catch (IOException e) {
      throw new ConfigException(
          "model.openai.prices cannot be read: %s".formatted(config.prices()), e);
    }
  }

  private static Optional<Secret> key(OpenAiConfig config) {
    config.checkComplete();
    return ApiKey.from(System.getenv(), config);
  }

  /** Threads that end by themselves once nothing is asked. */
  static Executor threads() {
    AtomicInteger number = new AtomicInteger();
    int count = Math.max(FEWEST_THREADS, 2 * Runtime.getRuntime().availableProcessors());
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "pancap-openai-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
