package dev.pancap.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.model.openai.ObedientScript;
import dev.pancap.model.openai.ScriptedChatServer;
import dev.pancap.model.openai.ScriptedChatServer.Answer;
import dev.pancap.model.openai.ScriptedChatServer.HalfBody;
import dev.pancap.model.openai.ScriptedChatServer.Refusal;
import dev.pancap.model.openai.ScriptedChatServer.Reply;
import dev.pancap.model.openai.ScriptedChatServer.Reset;
import dev.pancap.model.openai.ScriptedChatServer.Script;
import dev.pancap.model.openai.ScriptedChatServer.Seen;
import dev.pancap.model.openai.ScriptedChatServer.Status;
import dev.pancap.store.JournalReader;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole command against a server. The number of images of the long tests is the system property
 * {@code pancap.soak.images}.
 */
@SparkTest
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class OpenAiBuildTest {
  private static final int IMAGES = Integer.getInteger("pancap.soak.images", 24);
  private static final int IN_FLIGHT = 8;
  private static final int MAX_ATTEMPTS = 8;
  private static final String KEY = "sk-5ecr3t-0f-th3-5oak";

  @TempDir private static Path pictures;

  @TempDir private Path out;
  @TempDir private Path logs;

  @BeforeAll
  static void draw() throws IOException {
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 2), pictures).write(done -> {});
  }

  /** What one run of the command said. */
  private record Run(int exitCode, String err, ObjectNode summary) {
    long count(String name) {
      return summary.path(name).asLong(-1);
    }
  }

  @Test
  void buildsThroughTheServerAndAsksNothingTheSecondTime() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.start(new ObedientScript())) {
      Run first = build(server, "model.openai.prices=" + prices());

      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.count("published")).as(first.summary().toString()).isEqualTo(IMAGES);
      assertThat(first.count("requests")).isEqualTo(2L * IMAGES);
      assertThat(server.requests()).isEqualTo(2 * IMAGES);
      assertThat(server.violations()).isEmpty();
      checkMoney(first);

      Run second = build(server);

      assertThat(second.count("published")).isEqualTo(IMAGES);
      assertThat(second.count("requests")).isZero();
      assertThat(second.count("from_journal")).isEqualTo(2L * IMAGES);
      assertThat(server.requests()).isEqualTo(2 * IMAGES);
    }
  }

  /** What a million tokens of the scripted model cost. */
  private Path prices() throws IOException {
    return Files.writeString(
        out.resolve("prices.yaml"),
        "models:\n  scripted-vlm: {currency: CHF, prompt: 2, cached: 1, image: 3, completion: 10}\n");
  }

  private static void checkMoney(Run run) throws IOException {
    long answers = run.count("requests");
    JsonNode tokens = run.summary().path("tokens");
    assertThat(tokens.path("prompt_tokens").asLong()).isEqualTo(1000 * answers);
    assertThat(tokens.path("cached_tokens").asLong()).isEqualTo(200 * answers);
    assertThat(tokens.path("image_tokens").asLong()).isEqualTo(600 * answers);
    long words = tokens.path("completion_tokens").asLong();
    assertThat(words).isGreaterThan(10 * answers);
    JsonNode cost = run.summary().path("cost");
    assertThat(cost.path("currency").asText()).isEqualTo("CHF");
    BigDecimal amount =
        BigDecimal.valueOf((200 + 200 * 2 + 600 * 3) * answers + 10 * words).movePointLeft(6);
    assertThat(cost.path("amount").decimalValue()).isEqualByComparingTo(amount);
    assertThat(cost.path("per_image").decimalValue().doubleValue())
        .isCloseTo(amount.doubleValue() / IMAGES, Offset.offset(1e-9));
    JsonNode record =
        new ObjectMapper()
            .readTree(Path.of(run.summary().path("run").asText(), "run.json").toFile());
    assertThat(record.path("summary").path("cost")).isEqualTo(cost);
    assertThat(record.path("summary").path("tokens")).isEqualTo(tokens);
  }

  @Test
  void everyImageEndsSomewhereWhateverTheServerDoes() throws IOException {
    Trouble trouble = new Trouble();
    try (ScriptedChatServer server = ScriptedChatServer.start(trouble)) {
      Run run = build(server, "run.max-quarantined-share=1");

      assertThat(run.exitCode()).as(run.err()).isZero();
      tell("one run", run, server);
      assertThat(run.count("in")).isEqualTo(IMAGES);
      assertThat(run.count("published") + run.count("quarantined") + run.count("deferred"))
          .isEqualTo(IMAGES);
      assertThat(run.count("published")).isGreaterThan(IMAGES * 8L / 10);
      assertThat(run.count("quarantined")).isGreaterThanOrEqualTo(trouble.refused.get());
      assertThat(server.attempts().values()).allMatch(attempts -> attempts <= MAX_ATTEMPTS);
      assertThat(trouble.answers).as("keys answered twice").allSatisfy(Trouble::once);
      assertThat(run.count("requests")).isEqualTo(trouble.answers.size());
      assertThat(server.mostInFlight()).isLessThanOrEqualTo(IN_FLIGHT);
      assertThat(server.violations()).isEmpty();

      int before = server.requests();
      Run again = build(server, "run.max-quarantined-share=1");
      assertThat(again.count("from_journal")).isPositive();
      assertThat(trouble.answers).as("keys answered twice").allSatisfy(Trouble::once);
      assertThat(server.requests() - before)
          .as("only what was deferred is asked again")
          .isLessThanOrEqualTo((int) (2 * MAX_ATTEMPTS * run.count("deferred")));
    }
  }

  /** At the size of a soak the figures are for the log of the check. */
  private static void tell(String name, Run run, ScriptedChatServer server) {
    if (IMAGES < 100) {
      return;
    }
    System.out.printf(
        "soak, %s: %s; the server saw %d requests for %d keys, at most %d for one key and %d in flight%n",
        name,
        run.summary()
            .deepCopy()
            .retain(
                "in",
                "published",
                "quarantined",
                "deferred",
                "requests",
                "from_journal",
                "seconds"),
        server.requests(),
        server.attempts().size(),
        server.attempts().values().stream().mapToInt(attempts -> attempts).max().orElse(0),
        server.mostInFlight());
  }

  /** A bad server that remembers which keys it gave an answer to. */
  private static final class Trouble implements Script {
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();

    @Override
    public Reply reply(Seen request) {
      Reply reply = trouble(request);
      if (reply instanceof Answer || reply instanceof Refusal) {
        answers.merge(request.key(), 1, Integer::sum);
      }
      if (reply instanceof Refusal) {
        refused.incrementAndGet();
      }
      return reply.after(Duration.ofMillis(20));
    }

    static void once(String key, int answers) {
      assertThat(answers).as(key).isEqualTo(1);
    }
  }

  /** Ten in a hundred throttled, five failing, two reset, some nonsense. The same in every run. */
  private static Reply trouble(Seen request) {
    int dice = new SplittableRandom(request.key().hashCode() + request.attempt()).nextInt(1000);
    if (dice < 100) {
      return Status.of(429).with(dice % 2 == 0 ? "Retry-After" : "Retry-After-Ms", "0.02");
    }
    if (dice < 150) {
      return Status.of(dice % 2 == 0 ? 500 : 503);
    }
    if (dice < 170) {
      return dice % 2 == 0 ? new Reset() : new HalfBody("1: ca");
    }
    if (dice >= 190 || ObedientScript.isRoundTwo(request)) {
      return new ObedientScript().reply(request);
    }
    return switch (dice % 10) {
      case 0, 1 -> ObedientScript.incompleteLines(request);
      case 2, 3 -> ObedientScript.wronglyNumberedLines(request);
      case 4, 5 -> ObedientScript.fencedLines(request);
      case 6 -> ObedientScript.reorderedLines(request);
      case 7 -> Answer.of("Lorem ipsum dolor sit amet.");
      case 8 -> new Answer("{\"regions\":[{\"id\":1,\"cat", "length");
      default -> new Refusal("I would rather not.");
    };
  }

  /**
   * Both runs are processes of their own, with a key in their environment and Spark's event log.
   */
  @Test
  void aRunThatIsKilledIsTakenUpWithoutAskingForWhatWasStoredAndNobodyLearnsTheKey()
      throws Exception {
    CountDownLatch halfway = new CountDownLatch(IMAGES);
    Map<String, Integer> sinceRestart = new ConcurrentHashMap<>();
    Set<String> authorizations = ConcurrentHashMap.newKeySet();
    AtomicBoolean isKilled = new AtomicBoolean();
    try (ScriptedChatServer server =
        ScriptedChatServer.start(
            request -> {
              halfway.countDown();
              sinceRestart.merge(request.key(), 1, Integer::sum);
              authorizations.add(request.headers().getOrDefault("authorization", ""));
              // Slower from there on, so that the kill comes between a flush and the end.
              return trouble(request)
                  .after(Duration.ofMillis(halfway.getCount() == 0 && !isKilled.get() ? 500 : 20));
            })) {
      Process run = start(server, "killed");
      try {
        assertThat(halfway.await(5, TimeUnit.MINUTES)).as("half of the requests came").isTrue();
        while (stored().isEmpty()) {
          assertThat(run.waitFor(50, TimeUnit.MILLISECONDS)).as("ended by itself").isFalse();
        }
      } finally {
        run.destroyForcibly();
      }
      assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
      Set<String> stored = stored();
      isKilled.set(true);
      assertThat(sinceRestart.values()).allMatch(attempts -> attempts <= MAX_ATTEMPTS);
      int before = server.requests();
      sinceRestart.clear();

      Process restarted = start(server, "restarted");
      assertThat(restarted.waitFor(15, TimeUnit.MINUTES)).isTrue();

      String err = Files.readString(logs.resolve("restarted.err"));
      assertThat(restarted.exitValue()).as(err).isZero();
      Run again =
          new Run(
              0,
              err,
              (ObjectNode) new ObjectMapper().readTree(logs.resolve("restarted.out").toFile()));
      tell("killed after %d requests".formatted(before), again, server);
      assertThat(again.count("published") + again.count("quarantined") + again.count("deferred"))
          .isEqualTo(IMAGES);
      assertThat(again.count("published")).isGreaterThan(IMAGES * 8L / 10);
      assertThat(stored).isNotEmpty();
      assertThat(sinceRestart.keySet()).doesNotContainAnyElementsOf(stored);
      assertThat(sinceRestart.values()).allMatch(attempts -> attempts <= MAX_ATTEMPTS);
      assertThat(again.count("from_journal")).isEqualTo(stored.size());
      assertThat(server.mostInFlight()).isLessThanOrEqualTo(IN_FLIGHT);
      assertThat(authorizations).containsExactly("Bearer " + KEY);
    }
    assertThat(filesWith("SparkListenerEnvironmentUpdate"))
        .as("event logs are looked at")
        .hasSize(2);
    assertThat(filesWith("\"published\"")).as("run.json is looked at").isNotEmpty();
    assertThat(filesWith(KEY)).isEmpty();
  }

  /** The keys whose answers would survive if everything stopped now. */
  private Set<String> stored() throws IOException {
    Configuration hadoop = new Configuration();
    Set<String> keys = new TreeSet<>();
    for (String file : JournalReader.files(out.toString(), hadoop)) {
      JournalReader.read(file, hadoop).forEach(entry -> keys.add(entry.key()));
    }
    return keys;
  }

  /** What of everything that the runs left behind holds these words. */
  private List<Path> filesWith(String words) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : List.of(out, logs)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          if (bytes.contains(words)) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  @Test
  void aKeyThatIsTakenAwayStopsTheRunWithOneSentenceAndKeepsWhatWasAnswered() throws IOException {
    AtomicInteger left = new AtomicInteger(IMAGES / 2);
    Script script =
        request ->
            left.getAndDecrement() > 0 ? new ObedientScript().reply(request) : Status.of(401);
    try (ScriptedChatServer server = ScriptedChatServer.start(script)) {
      Run run = build(server);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .containsOnlyOnce("it does not accept the key; check PANCAP_API_KEY")
          .contains("images are deferred; what was answered is kept");
      assertThat(server.requests()).isLessThanOrEqualTo(IMAGES / 2 + 2 * IN_FLIGHT);
      assertThat(out.resolve("CURRENT")).doesNotExist();
      JsonNode record = new ObjectMapper().readTree(onlyRunRecord().toFile()).path("summary");
      assertThat(record.path("quarantined").asLong(-1)).isZero();
      assertThat(record.path("deferred").asLong()).isPositive();
      assertThat(record.path("requests").asLong()).isEqualTo(IMAGES / 2);

      left.set(Integer.MAX_VALUE);
      Run again = build(server);
      assertThat(again.count("published")).isEqualTo(IMAGES);
      assertThat(again.count("from_journal")).isEqualTo(IMAGES / 2);
      assertThat(again.count("requests")).isEqualTo(2L * IMAGES - IMAGES / 2);
    }
  }

  private Path onlyRunRecord() throws IOException {
    try (Stream<Path> files = Files.walk(out.resolve("runs"), 2)) {
      List<Path> records = files.filter(file -> file.endsWith("run.json")).toList();
      assertThat(records).hasSize(1);
      return records.get(0);
    }
  }

  @Test
  void aBudgetOfRequestsOrMoneyEndsTheRunCleanlyAndTheNextOneGoesOn() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.start(new ObedientScript())) {
      Run poor = build(server, "--max-requests=1");

      assertThat(poor.exitCode()).as(poor.err()).isZero();
      assertThat(server.requests()).isEqualTo(1);
      assertThat(poor.count("deferred")).isEqualTo(IMAGES);
      assertThat(poor.count("published")).isZero();
      assertThat(poor.summary().path("release").asText()).isEmpty();
      assertThat(Path.of(poor.summary().path("run").asText(), "run.json")).exists();
      assertThat(out.resolve("CURRENT")).doesNotExist();

      Run stingy = build(server, "--max-cost=0.1", "model.openai.prices=" + prices());

      assertThat(stingy.exitCode()).as(stingy.err()).isZero();
      assertThat(stingy.summary().at("/cost/amount").asDouble()).isBetween(0.05, 0.1);
      assertThat(stingy.count("deferred")).isPositive();
      assertThat(stingy.count("published")).isPositive();
      assertThat(stingy.count("published") + stingy.count("deferred")).isEqualTo(IMAGES);

      Run rich = build(server);
      assertThat(rich.count("published")).isEqualTo(IMAGES);
      assertThat(server.requests()).isEqualTo(2 * IMAGES);
    }
  }

  private Run build(ScriptedChatServer server, String... assignments) throws IOException {
    CommandRun run = CommandRun.of(arguments(server, assignments));
    JsonNode summary = new ObjectMapper().readTree(run.out());
    return new Run(
        run.exitCode(),
        run.err(),
        summary.isObject() ? (ObjectNode) summary : JsonNodeFactory.instance.objectNode());
  }

  private Process start(ScriptedChatServer server, String name) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> !argument.startsWith("-javaagent"))
            .toList());
    // A run that was started by spark-submit gets such settings; here Spark finds them by itself.
    command.add("-Dspark.eventLog.enabled=true");
    command.add("-Dspark.eventLog.dir=" + logs.toUri());
    command.add("-Dspark.eventLog.compress=false");
    command.add("-Dspark.eventLog.rolling.enabled=false");
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), PancapCommand.class.getName()));
    command.addAll(arguments(server, "run.journal-flush=PT0.2S", "run.max-quarantined-share=1"));
    command.addAll(List.of("--master", "local[2]"));
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectError(logs.resolve(name + ".err").toFile())
            .redirectOutput(logs.resolve(name + ".out").toFile());
    process.environment().put("PANCAP_API_KEY", KEY);
    return process.start();
  }

  private List<String> arguments(ScriptedChatServer server, String... assignments) {
    List<String> arguments = CommandRun.buildOf(pictures, out.toString());
    List<String> all =
        new ArrayList<>(
            List.of(
                "model.engine=openai",
                "model.openai.base-url=" + server.baseUrl(),
                "model.openai.model=scripted-vlm",
                "model.openai.max-in-flight=" + IN_FLIGHT,
                "model.openai.max-attempts=" + MAX_ATTEMPTS,
                "model.openai.max-retry-delay=PT0.1S"));
    for (String assignment : assignments) {
      (assignment.startsWith("--") ? arguments : all).add(assignment);
    }
    all.forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
    return arguments;
  }
}
