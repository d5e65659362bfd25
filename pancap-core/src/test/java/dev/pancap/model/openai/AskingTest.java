package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import dev.pancap.model.Round;
import dev.pancap.model.budget.BudgetLedger;
import dev.pancap.model.budget.LocalBudget;
import dev.pancap.model.budget.ManualScheduler;
import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The failure contract, on one thread and with time that is moved by hand. */
class AskingTest {
  private static final String ANSWER =
      "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"yes\"}}],"
          + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10}}";

  private final ManualScheduler time = new ManualScheduler();
  private final List<Duration> sent = new ArrayList<>();
  private final Queue<Runnable> turns = new ArrayDeque<>();
  private int open;
  private int mostOpen;

  @Test
  void anAnswerCountsTheTimeOfItsRetries() {
    Desk desk = desk(n -> n < 2 ? reply(500, "{}") : reply(200, ANSWER));

    CompletableFuture<ModelAnswer> answer = ask(desk);
    time.advance(Duration.ofMinutes(1));

    assertThat(answer).isCompleted();
    assertThat(answer.join().text()).isEqualTo("yes");
    assertThat(answer.join().millis()).isEqualTo(sent.get(2).toMillis());
    assertThat(sent).hasSize(3);
    assertThat(sent.get(1)).isBetween(Duration.ofMillis(375), Duration.ofMillis(500));
  }

  @Test
  void attemptsAreBoundedAlsoWhenTheServerThrottles() {
    Desk desk = desk(n -> reply(429, "{}"), "max-attempts=4");

    CompletableFuture<ModelAnswer> answer = ask(desk);
    time.advance(Duration.ofMinutes(5));

    assertThat(sent).hasSize(4);
    assertThat(failure(answer).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(answer)).hasMessage("No answer after 4 attempts (last: status 429)");
  }

  @Test
  void theDeadlineEndsARequestThatTheServerPutsOff() {
    Desk desk =
        desk(
            n -> reply(429, "{}", Map.of("Retry-After", List.of("410400"))),
            "max-attempts=1000",
            "timeout=PT1M",
            "deadline=PT5M");

    CompletableFuture<ModelAnswer> answer = ask(desk);
    time.advance(Duration.ofHours(1));

    assertThat(sent).as("once a minute, the cap of max-retry-delay").hasSize(5);
    assertThat(failure(answer))
        .hasMessageContaining("No answer within model.openai.deadline, PT5M, after 5 attempts");
  }

  @Test
  void aRejectedRequestIsSentOnceAndTheNextOneStillGoes() {
    Desk desk = desk(n -> n == 0 ? reply(400, "{}") : reply(200, ANSWER));

    assertThat(failure(ask(desk)).kind()).isEqualTo(Kind.REJECTED);
    assertThat(ask(desk)).isCompletedWithValueMatching(answer -> answer.text().equals("yes"));
  }

  @Test
  void aWrongKeyTurnsEverybodyAwayAtOnce() {
    Desk desk = desk(n -> reply(401, "{}"), "max-in-flight=1");
    Crowd model = new Crowd(desk);

    List<CompletableFuture<ModelAnswer>> answers = model.ask(10);

    assertThat(sent).hasSize(1);
    assertThat(answers)
        .allSatisfy(answer -> assertThat(failure(answer).kind()).isEqualTo(Kind.STOP_RUN));
  }

  @Test
  void aServerThatIsDownForGoodCostsOneProbeAtATimeAndNoHour() {
    Desk desk = desk(n -> new ConnectException(), "max-in-flight=64", "give-up-after=PT5M");
    List<CompletableFuture<ModelAnswer>> answers = new Crowd(desk).ask(1000);

    time.advance(Duration.ofMinutes(6));

    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedExceptionally());
    assertThat(answers)
        .allSatisfy(answer -> assertThat(failure(answer).kind()).isEqualTo(Kind.UNAVAILABLE));
    assertThat(failure(answers.get(999)))
        .hasMessage(
            "The server has answered nothing for 300 seconds (last: no connection);"
                + " nothing more is asked");
    assertThat(sent).as("a few, then probes").hasSizeBetween(10, 30);
  }

  @Test
  void aRestartOfTheServerLosesNothing() {
    Duration back = Duration.ofMinutes(3);
    Desk desk =
        desk(
            n -> time.elapsed().compareTo(back) < 0 ? new ConnectException() : reply(200, ANSWER),
            "max-in-flight=16");
    List<CompletableFuture<ModelAnswer>> answers = new Crowd(desk).ask(500);

    time.advance(Duration.ofMinutes(5));

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().text()).isEqualTo("yes"));
    assertThat(mostOpen).isLessThanOrEqualTo(16);
  }

  @Test
  void theNumberInFlightFollowsTheServerDownAndUpAgain() {
    int[] capacity = {4};
    List<Integer> limits = new ArrayList<>();
    Desk desk =
        slowDesk(
            () -> open > capacity[0] ? reply(429, "{}") : reply(200, ANSWER),
            "max-in-flight=32",
            "max-attempts=1000");
    List<CompletableFuture<ModelAnswer>> answers = new Crowd(desk).ask(3000);

    time.advance(Duration.ofMinutes(2));
    limits.add(desk.admission().limit());
    capacity[0] = 1000;
    time.advance(Duration.ofMinutes(3));
    limits.add(desk.admission().limit());

    assertThat(limits.get(0)).isLessThanOrEqualTo(8);
    assertThat(limits.get(1)).isEqualTo(32);
    assertThat(mostOpen).isEqualTo(32);
    assertThat(answers).anySatisfy(answer -> assertThat(answer).isCompleted());
  }

  @Test
  void theSchemaIsDroppedOnceTheServerRefusesIt() {
    List<String> bodies = new ArrayList<>();
    Desk desk =
        desk(
            (n, json) -> {
              bodies.add(json);
              return json.contains("response_format")
                  ? reply(400, "{\"error\":{\"param\":\"response_format\"}}")
                  : reply(200, ANSWER);
            });

    assertThat(ask(desk)).isCompleted();
    assertThat(ask(desk)).isCompleted();

    assertThat(bodies).hasSize(3);
    assertThat(bodies.get(0)).contains("response_format");
    assertThat(bodies.get(2)).doesNotContain("response_format");
  }

  @Test
  void aSchemaThatWasDemandedIsNotDropped() {
    Desk desk =
        desk(
            n -> reply(400, "{\"error\":{\"param\":\"response_format\"}}"),
            "answer-format=json-schema");

    assertThat(failure(ask(desk)).kind()).isEqualTo(Kind.REJECTED);
    assertThat(sent).hasSize(1);
  }

  @Test
  void theRunsRequestsEndTheRunAndAreCountedWithRetries() {
    Desk desk = desk(n -> n == 0 ? reply(500, "{}") : reply(200, ANSWER), "max-requests=4");
    List<CompletableFuture<ModelAnswer>> answers = new Crowd(desk).ask(6);

    time.advance(Duration.ofMinutes(1));

    assertThat(sent).hasSize(4);
    assertThat(answers.stream().filter(answer -> !answer.isCompletedExceptionally())).hasSize(3);
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isDone());
    assertThat(failure(answers.get(5)))
        .hasMessageContaining("as many requests as model.openai.max-requests allows");
    assertThat(failure(answers.get(5)).kind()).isEqualTo(Kind.BUDGET_SPENT);
  }

  @Test
  void theRunsMoneyEndsTheRunBeforeItIsOverspent() {
    // 100 prompt tokens at 2.50 and 10 answer tokens at 10.00 a million are 0.00035 dollars;
    // the most that a request can cost is 0.0014.
    Desk desk = desk(n -> reply(200, ANSWER), "model=gpt-4o", "max-cost=0.01");
    List<CompletableFuture<ModelAnswer>> answers = new Crowd(desk).ask(100);

    time.advance(Duration.ofMinutes(1));

    assertThat(sent.size() * 0.00035).isBetween(0.0080, 0.01);
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isDone());
    assertThat(failure(answers.get(99)))
        .hasMessageContaining("could cost more than model.openai.max-cost leaves");
  }

  @Test
  void requestsAMinuteAreSpacedEvenly() {
    Desk desk = desk(n -> reply(200, ANSWER), "requests-per-minute=60");
    new Crowd(desk).ask(5);

    time.advance(Duration.ofMinutes(1));

    assertThat(sent).extracting(Duration::toSeconds).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aBugInTheTransportReachesTheCallerAsItIs() {
    Desk desk = desk(n -> new IllegalStateException("bug"));

    assertThat(ask(desk))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(IllegalStateException.class)
        .withMessageContaining("bug");
  }

  private CompletableFuture<ModelAnswer> ask(Desk desk) {
    return new Asking(desk, StillScene.request("k", Round.DESCRIBE)).start();
  }

  private record Crowd(Desk desk) {
    List<CompletableFuture<ModelAnswer>> ask(int count) {
      List<CompletableFuture<ModelAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        answers.add(new Asking(desk, StillScene.request("k" + i, Round.COMPOSE)).start());
      }
      return answers;
    }
  }

  /** What comes back for the n-th request: a reply, or an exception. */
  private interface Line {
    Object get(int n, String json);
  }

  private Desk desk(IntFunction<Object> line, String... assignments) {
    return desk((n, json) -> line.apply(n), assignments);
  }

  private Desk desk(Line line, String... assignments) {
    return desk(
        OpenAiConfigs.with(assignments),
        (json, key, timeout) -> {
          int n = sent.size();
          sent.add(time.elapsed());
          mostOpen = Math.max(mostOpen, 1);
          return outcome(line.get(n, new String(json, StandardCharsets.UTF_8)));
        });
  }

  /** A server that takes a second for everything. */
  private Desk slowDesk(Supplier<Object> line, String... assignments) {
    return desk(
        OpenAiConfigs.with(assignments),
        (json, key, timeout) -> {
          open++;
          mostOpen = Math.max(mostOpen, open);
          Object what = line.get();
          CompletableFuture<HttpReply> later = new CompletableFuture<>();
          time.after(
              Duration.ofSeconds(1),
              () -> {
                open--;
                later.complete((HttpReply) what);
              });
          return later;
        });
  }

  private Desk desk(OpenAiConfig config, Transport transport) {
    return OpenAiModel.desk(
        config,
        new UsageEstimate(OpenAiModel.price(config)),
        transport,
        new LocalBudget(new BudgetLedger(config.budgetLimits()), time),
        time,
        this::inTurn);
  }

  /** One after the other on this thread, without piling them up on its stack. */
  private void inTurn(Runnable work) {
    turns.add(work);
    if (turns.size() == 1) {
      while (!turns.isEmpty()) {
        turns.peek().run();
        turns.remove();
      }
    }
  }

  private static CompletableFuture<HttpReply> outcome(Object what) {
    return what instanceof HttpReply reply
        ? CompletableFuture.completedFuture(reply)
        : CompletableFuture.failedFuture((Throwable) what);
  }

  private static ModelException failure(CompletableFuture<ModelAnswer> answer) {
    return answer
        .handle(
            (value, failure) ->
                failure instanceof CompletionException wrapped
                    ? (ModelException) wrapped.getCause()
                    : (ModelException) failure)
        .join();
  }

  private static HttpReply reply(int status, String body) {
    return reply(status, body, Map.of());
  }

  private static HttpReply reply(int status, String body, Map<String, List<String>> headers) {
    return new HttpReply(
        status, HttpHeaders.of(headers, (n, v) -> true), body.getBytes(StandardCharsets.UTF_8));
  }
}
