package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.util.Throwables.getStackTrace;

import dev.pancap.config.Secret;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.budget.BudgetLedger;
import dev.pancap.model.budget.LocalBudget;
import dev.pancap.model.budget.Scheduler;
import dev.pancap.model.openai.ScriptedChatServer.Answer;
import dev.pancap.model.openai.ScriptedChatServer.HalfBody;
import dev.pancap.model.openai.ScriptedChatServer.Reply;
import dev.pancap.model.openai.ScriptedChatServer.Reset;
import dev.pancap.model.openai.ScriptedChatServer.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Neither the key nor a prompt nor an answer gets into a log or an exception, whatever happens. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SecrecyTest {
  private static final String KEY = "sk-5ecr3t";
  private static final String PROMPT = "Pr0mpt-words";
  private static final String SYSTEM = "Sy5tem-words";
  private static final String ANSWER = "An5wer-words";

  /** Servers that quote what they were sent, in every way there is. */
  private static final List<Reply> REPLIES =
      List.of(
          Answer.of(ANSWER),
          new HalfBody(ANSWER),
          new Reset(),
          echo(400),
          echo(401),
          echo(404),
          echo(413),
          echo(429),
          echo(500),
          echo(200),
          new Status(307, Map.of("Location", "http://localhost:9/" + KEY), ""),
          new Status(200, Map.of(), PROMPT + ANSWER + KEY),
          new Status(400, Map.of(), "{\"error\":{\"param\":\"response_format " + KEY + "\"}}"),
          new Status(429, Map.of("Retry-After", KEY + PROMPT), "{}"),
          Status.of(400, KEY),
          Status.of(500, KEY));

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

  @Test
  void nothingThatMustStayInsideGetsOut() {
    Logger root = LogManager.getLogManager().getLogger("");
    Handler handler = new Recorder();
    Level before = root.getLevel();
    root.addHandler(handler);
    root.setLevel(Level.ALL);
    List<String> failures = new ArrayList<>();
    try {
      LoggerFactory.getLogger("probe").trace("the recorder hears");
      for (Reply reply : REPLIES) {
        failures.add(ask(reply));
      }
    } finally {
      root.removeHandler(handler);
      root.setLevel(before);
    }

    assertThat(lines).as("the recorder works").anyMatch(line -> line.contains("recorder hears"));
    assertThat(lines).as("our own lines are heard").anyMatch(line -> line.contains("JSON schema"));
    assertThat(failures).filteredOn(text -> !text.isEmpty()).hasSize(REPLIES.size() - 1);
    for (String word : List.of(KEY, PROMPT, SYSTEM, ANSWER, "data:image", "/9j/")) {
      assertThat(lines).as(word).noneMatch(line -> line.contains(word));
      assertThat(failures).as(word).noneMatch(text -> text.contains(word));
    }
  }

  private static String ask(Reply reply) {
    try (ScriptedChatServer server = ScriptedChatServer.start(request -> reply)) {
      OpenAiConfig config =
          OpenAiConfigs.with(
              "base-url=" + server.baseUrl(), "max-attempts=2", "max-retry-delay=PT0.01S");
      Scheduler scheduler = Scheduler.system("test-timer");
      BudgetLedger ledger = new BudgetLedger(config.budgetLimits());
      try (OpenAiModel model =
          OpenAiModel.open(
              config,
              new OpenAiModel.Account(Optional.of(Secret.of(KEY)), Optional.empty()),
              new LocalBudget(ledger, scheduler),
              scheduler)) {
        CompletableFuture<ModelAnswer> answer = model.ask(request());
        return answer
            .handle((value, failure) -> failure == null ? "" : getStackTrace(failure))
            .join();
      }
    }
  }

  private static ModelRequest request() {
    return new ModelRequest(
        "key",
        Round.DESCRIBE,
        0,
        SYSTEM,
        PROMPT,
        true,
        new StillScene(),
        List.of(),
        List.of(),
        100);
  }

  private static Status echo(int status) {
    return new Status(
        status,
        Map.of("X-Echo", KEY),
        "{\"error\":{\"message\":\"%s %s %s %s\",\"type\":\"%s %s\",\"code\":\" %s\"}}"
            .formatted(KEY, PROMPT, SYSTEM, ANSWER, KEY, PROMPT, SYSTEM));
  }

  private final class Recorder extends Handler {
    @Override
    public void publish(LogRecord record) {
      Throwable thrown = record.getThrown();
      lines.add(
          record.getLoggerName()
              + " "
              + record.getMessage()
              + " "
              + Arrays.toString(record.getParameters())
              + (thrown == null ? "" : getStackTrace(thrown)));
    }

    @Override
    public void flush() {
      // Nothing is kept back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
