package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.Secret;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelAnswer.Finish;
import dev.pancap.model.ModelException;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.budget.BudgetLedger;
import dev.pancap.model.budget.LocalBudget;
import dev.pancap.model.budget.Scheduler;
import dev.pancap.model.openai.ScriptedChatServer.Answer;
import dev.pancap.model.openai.ScriptedChatServer.HalfBody;
import dev.pancap.model.openai.ScriptedChatServer.Refusal;
import dev.pancap.model.openai.ScriptedChatServer.Reply;
import dev.pancap.model.openai.ScriptedChatServer.Reset;
import dev.pancap.model.openai.ScriptedChatServer.SlowBody;
import dev.pancap.model.openai.ScriptedChatServer.Stall;
import dev.pancap.model.openai.ScriptedChatServer.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The client against sockets. Time is real here and short; the fine points are AskingTest's. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenAiModelTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void asksAndReadsTheAnswerWithItsTokens() {
    try (ScriptedChatServer server = ScriptedChatServer.start(request -> Answer.of("1: cat - so"));
        OpenAiModel model = open(server)) {
      ModelAnswer answer = ask(model, "k1").join();

      assertThat(answer.text()).isEqualTo("1: cat - so");
      assertThat(answer.finish()).isEqualTo(Finish.STOP);
      assertThat(answer.usage()).isEqualTo(new TokenUsage(1000, 200, 600, 4, 0));
      assertThat(answer.model()).isEqualTo("scripted-vlm");
      assertThat(server.violations()).isEmpty();
    }
  }

  @Test
  void sendsTheKeyAndOurNameForTheRequest() {
    Map<String, String> seen = new ConcurrentHashMap<>();
    try (ScriptedChatServer server =
            ScriptedChatServer.start(
                request -> {
                  seen.putAll(request.headers());
                  return Answer.of("yes");
                });
        OpenAiModel model = open(config(server), Secret.of("sk-scripted"))) {
      ask(model, "k1").join();

      assertThat(seen)
          .containsEntry("authorization", "Bearer sk-scripted")
          .containsEntry("x-request-id", "k1")
          .doesNotContainKey("expect")
          .doesNotContainKey("upgrade");
    }
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        Arguments.arguments("reset", new Reset()),
        Arguments.arguments("half a body", new HalfBody("yes")),
        Arguments.arguments("stall", new Stall()),
        Arguments.arguments("drip", new SlowBody("yes", 100, Duration.ofMillis(50))),
        Arguments.arguments("429", Status.of(429)),
        Arguments.arguments("429 ms", Status.of(429).with("Retry-After-Ms", "30")),
        Arguments.arguments("429 s", Status.of(429).with("Retry-After", "0.03")),
        Arguments.arguments(
            "429 date", Status.of(429).with("Retry-After", "Sun, 22 Nov 2020 12:00:00 GMT")),
        Arguments.arguments("429 week", Status.of(429).with("Retry-After", "604800")),
        Arguments.arguments("500", Status.of(500)),
        Arguments.arguments("503 html", new Status(503, Map.of(), "<html>nginx</html>")),
        Arguments.arguments("truncated", new Status(200, Map.of(), "{\"choices\":[{\"mess")),
        Arguments.arguments("too long", new Status(200, Map.of(), " ".repeat(70_000))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void passingTroubleIsOvercome(String name, Reply trouble) {
    try (ScriptedChatServer server =
            ScriptedChatServer.start(
                request -> request.attempt() < 2 ? trouble : Answer.of("yes"));
        OpenAiModel model = open(server, "timeout=PT0.4S", "max-response-bytes=65536")) {
      assertThat(ask(model, "k1")).succeedsWithin(SOON);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void aSlowBodyThatArrivesInTimeIsAnAnswer() {
    try (ScriptedChatServer server =
            ScriptedChatServer.start(request -> new SlowBody("yes", 10, Duration.ofMillis(20)));
        OpenAiModel model = open(server, "timeout=PT20S")) {
      assertThat(ask(model, "k1").join().text()).isEqualTo("yes");
    }
  }

  @Test
  void whyTheModelStoppedIsHandedOnAndNotTriedAgain() {
    try (ScriptedChatServer server =
            ScriptedChatServer.start(
                request ->
                    switch (request.key()) {
                      case "long" -> new Answer("1: ca", "length");
                      case "filtered" -> new Answer("", "content_filter");
                      default -> new Refusal("I would rather not");
                    });
        OpenAiModel model = open(server)) {
      assertThat(ask(model, "long").join().finish()).isEqualTo(Finish.LENGTH);
      assertThat(ask(model, "filtered").join().finish()).isEqualTo(Finish.CONTENT_FILTER);
      assertThat(ask(model, "refused").join().finish()).isEqualTo(Finish.REFUSAL);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void theKeyIsNotCarriedToWhereARedirectPoints() {
    try (ScriptedChatServer other = ScriptedChatServer.start(request -> Answer.of("got it"));
        ScriptedChatServer server =
            ScriptedChatServer.start(
                request ->
                    new Status(
                        307, Map.of("Location", other.baseUrl() + "/v1/chat/completions"), ""));
        OpenAiModel model = open(server)) {
      assertThatThrownBy(() -> ask(model, "k1").join())
          .hasCauseInstanceOf(ModelException.class)
          .hasMessageContaining("it sends us elsewhere, where the key must not go");
      assertThat(other.requests()).isZero();
    }
  }

  @Test
  void noMoreThanTheConfiguredNumberIsEverInFlightAndEveryRequestEnds() {
    long seed = 20261122;
    Random random = new Random(seed);
    try (ScriptedChatServer server =
            ScriptedChatServer.start(
                request -> {
                  int dice;
                  synchronized (random) {
                    dice = random.nextInt(100);
                  }
                  Reply reply =
                      dice < 10
                          ? Status.of(429)
                          : dice < 15 ? Status.of(500) : dice < 17 ? new Reset() : Answer.of("yes");
                  return reply.after(Duration.ofMillis(dice % 7));
                });
        OpenAiModel model = open(server, "max-in-flight=7", "max-attempts=12")) {
      List<CompletableFuture<ModelAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        answers.add(ask(model, "k" + i));
      }

      assertThat(answers).as("seed %d", seed).allSatisfy(a -> assertThat(a).succeedsWithin(SOON));
      assertThat(server.mostInFlight()).isLessThanOrEqualTo(7).isGreaterThan(3);
      assertThat(server.attempts()).hasSize(400);
      assertThat(server.violations()).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidSo() {
    ScriptedChatServer server = ScriptedChatServer.start(request -> Answer.of("yes"));
    server.close();
    try (OpenAiModel model = open(server, "max-attempts=2")) {
      assertThatThrownBy(() -> ask(model, "k1").join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(ModelException.class)
          .hasMessageContaining("No answer after 2 attempts (last: no connection)");
    }
  }

  @Test
  void aServerWithACertificateThatNobodyVouchesForGetsNeitherKeyNorPrompt(@TempDir Path folder)
      throws Exception {
    SSLServerSocket listener = withOwnCertificate(folder.resolve("keys.p12"));
    CompletableFuture<Integer> heard =
        CompletableFuture.supplyAsync(
            () -> {
              try (listener;
                  Socket client = listener.accept()) {
                return client.getInputStream().read();
              } catch (IOException e) {
                return -1; // the client has broken off the handshake
              }
            });
    OpenAiConfig config =
        OpenAiConfigs.with("base-url=https://localhost:" + listener.getLocalPort());

    try (OpenAiModel model = open(config, Secret.of("sk-scripted"))) {
      assertThatThrownBy(() -> ask(model, "k1").join())
          .hasCauseInstanceOf(ModelException.class)
          .hasMessageContaining("The server's certificate is not trusted by this Java");
    }
    assertThat(heard).succeedsWithin(SOON).isEqualTo(-1);
  }

  /** A TLS server on a local port whose certificate is signed by itself. */
  private static SSLServerSocket withOwnCertificate(Path store) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost")
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return (SSLServerSocket)
        context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void closingEndsWhatIsOpen() {
    ScriptedChatServer server = ScriptedChatServer.start(request -> new Stall());
    OpenAiModel model = open(server, "max-in-flight=1");
    CompletableFuture<ModelAnswer> first = ask(model, "k1");
    CompletableFuture<ModelAnswer> second = ask(model, "k2");

    model.close();
    server.close();

    for (CompletableFuture<ModelAnswer> answer : List.of(first, second)) {
      assertThat(answer)
          .failsWithin(SOON)
          .withThrowableThat()
          .withMessageContaining("The model was closed");
    }
  }

  private static CompletableFuture<ModelAnswer> ask(OpenAiModel model, String key) {
    return model.ask(StillScene.request(key, Round.DESCRIBE));
  }

  private static OpenAiConfig config(ScriptedChatServer server, String... assignments) {
    return OpenAiConfigs.with(
        Stream.concat(
                Stream.of("base-url=" + server.baseUrl(), "max-retry-delay=PT0.05S"),
                Stream.of(assignments))
            .toArray(String[]::new));
  }

  private static OpenAiModel open(OpenAiConfig config, Secret key) {
    Scheduler scheduler = Scheduler.system("test-timer");
    BudgetLedger ledger = new BudgetLedger(config.budgetLimits());
    return OpenAiModel.open(
        config,
        new OpenAiModel.Account(Optional.of(key), Optional.empty()),
        new LocalBudget(ledger, scheduler),
        scheduler);
  }

  private static OpenAiModel open(ScriptedChatServer server, String... assignments) {
    return OpenAiModel.open(config(server, assignments));
  }
}
