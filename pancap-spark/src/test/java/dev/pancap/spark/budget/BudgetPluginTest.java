package dev.pancap.spark.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.model.ModelException;
import dev.pancap.model.budget.BudgetCall;
import dev.pancap.model.budget.BudgetLimits;
import dev.pancap.model.budget.Claim;
import dev.pancap.model.budget.Lease;
import dev.pancap.model.budget.LeasedBudget;
import dev.pancap.model.budget.RunBudget;
import dev.pancap.model.budget.Scheduler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One keeper and several executors, each with threads of its own, talking in Spark's serial form.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BudgetPluginTest {
  private static final Claim CLAIM = new Claim(1000, new BigDecimal("0.01"));

  private final Scheduler scheduler = Scheduler.system("test-timer");
  private final List<ExecutorService> threads = new ArrayList<>();
  private final BudgetPlugin.Keeper keeper = new BudgetPlugin.Keeper(Map.of());
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void stop() {
    scheduler.close();
    threads.forEach(ExecutorService::shutdownNow);
  }

  @Test
  void fortyExecutorsTogetherSendNoMoreThanTheRunMay() {
    RunBudget run = new RunBudget("run", new BudgetLimits(0, 0, 100, BigDecimal.ZERO));

    List<CompletableFuture<Void>> all = acquire(executors(run, 40), 20);

    assertThat(granted(all)).isEqualTo(100);
    assertThat(all)
        .filteredOn(CompletableFuture::isCompletedExceptionally)
        .hasSize(700)
        .allSatisfy(
            refused ->
                assertThatThrownBy(refused::join)
                    .hasCauseInstanceOf(ModelException.class)
                    .hasMessageContaining("as many requests as model.openai.max-requests allows"));
  }

  @Test
  void executorsTogetherKeepTheRequestsAMinute() {
    RunBudget run = new RunBudget("run", new BudgetLimits(1200, 0, 0, BigDecimal.ZERO));
    ConcurrentLinkedQueue<Long> sent = new ConcurrentLinkedQueue<>();
    long start = System.nanoTime();

    List<CompletableFuture<Void>> all = acquire(executors(run, 4), 5);
    List<CompletableFuture<Void>> noted =
        all.stream()
            .map(granted -> granted.thenRun(() -> sent.add(System.nanoTime() - start)))
            .toList();

    assertThat(granted(noted)).isEqualTo(20);

    // Twenty requests at twenty a second: the last is due 950 ms after the first.
    assertThat(Duration.ofNanos(sent.stream().mapToLong(at -> at).max().orElseThrow()))
        .isBetween(Duration.ofMillis(950), Duration.ofSeconds(20));
  }

  @Test
  void moneyThatWasNotUsedIsGivenBackToAll() {
    RunBudget run = new RunBudget("run", new BudgetLimits(0, 0, 0, new BigDecimal("0.02")));
    List<LeasedBudget> two = executors(run, 2);

    assertThat(granted(List.of(two.get(0).acquire(CLAIM), two.get(0).acquire(CLAIM)))).isEqualTo(2);
    CompletableFuture<Void> waits = two.get(1).acquire(CLAIM);
    two.get(0).settle(CLAIM, Claim.NOTHING);

    assertThat(waits).succeedsWithin(Duration.ofSeconds(20));
  }

  @Test
  void runsHaveLedgersOfTheirOwn() {
    BudgetLimits one = new BudgetLimits(0, 0, 1, BigDecimal.ZERO);

    for (String runId : List.of("monday", "tuesday")) {
      List<CompletableFuture<Void>> two = acquire(executors(new RunBudget(runId, one), 1), 2);
      assertThat(granted(two)).as(runId).isEqualTo(1);
    }
  }

  @Test
  void callsAreSharedByTheRequestsThatWait() {
    RunBudget run = new RunBudget("run", new BudgetLimits(0, 0, 5000, BigDecimal.ZERO));

    assertThat(granted(acquire(executors(run, 1), 2000))).isEqualTo(2000);

    assertThat(calls.get()).isLessThan(1000);
  }

  @Test
  void aDriverThatIsGoneDefersWhatWaits() {
    LeasedBudget budget =
        new LeasedBudget(
            new RunBudget("run", BudgetLimits.NONE),
            call -> {
              throw new IOException("gone");
            },
            scheduler,
            Runnable::run);

    assertThatThrownBy(() -> budget.acquire(CLAIM).join())
        .hasCauseInstanceOf(ModelException.class)
        .hasMessageContaining("The driver does not answer for the budget");
  }

  @Test
  void theDriverTellsItsKeyToWhoAsksAndPutsNothingIntoSparksSettings() throws IOException {
    assertThat(keyOf(Map.of("OPENAI_API_KEY", "theirs"))).isEqualTo("theirs");
    assertThat(keyOf(Map.of("OPENAI_API_KEY", "theirs", "PANCAP_API_KEY", "ours")))
        .isEqualTo("ours");
    assertThat(keyOf(Map.of("PATH", "/bin"))).isEqualTo("");
  }

  private static Object keyOf(Map<String, String> environment) throws IOException {
    BudgetPlugin.Keeper keeper = new BudgetPlugin.Keeper(environment);
    assertThat(keeper.init(null, null)).as("Spark shows what a plugin returns here").isEmpty();
    return keeper.receive(roundTrip(BudgetPlugin.KeyCall.KEY));
  }

  private List<LeasedBudget> executors(RunBudget run, int count) {
    List<LeasedBudget> executors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ExecutorService thread = Executors.newSingleThreadExecutor();
      threads.add(thread);
      executors.add(new LeasedBudget(run, this::call, scheduler, thread));
    }
    return executors;
  }

  private static List<CompletableFuture<Void>> acquire(List<LeasedBudget> executors, int each) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      executors.forEach(executor -> all.add(executor.acquire(CLAIM)));
    }
    return all;
  }

  private static long granted(List<CompletableFuture<Void>> all) {
    return all.stream()
        .map(granted -> granted.handle((done, refused) -> refused == null))
        .filter(CompletableFuture::join)
        .count();
  }

  private List<Lease> call(BudgetCall call) throws IOException {
    calls.incrementAndGet();
    Object answer = roundTrip(keeper.receive(roundTrip(call)));
    assertThat(answer)
        .as("an executor's connection knows the classes of the platform and of Spark only")
        .isInstanceOf(long[].class);
    return LeaseWords.leases((long[]) answer);
  }

  private static Object roundTrip(Object message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }
}
