package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.model.ModelAnswer.Finish;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import dev.pancap.model.TokenUsage;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String GOOD =
      """
      {"choices":[{"finish_reason":"%s","stop_reason":null,
        "message":{"role":"assistant","content":"1: cat - grey","refusal":%s,"reasoning":"hm"}}],
       "model":"m-1","usage":{"prompt_tokens":10,"completion_tokens":5,
         "prompt_tokens_details":{"cached_tokens":4,"image_tokens":3},
         "completion_tokens_details":{"reasoning_tokens":2}},"kv_transfer_params":null}
      """;

  @Test
  void readsAnAnswerWithItsUsage() {
    Verdict verdict = Verdict.of(reply(200, GOOD.formatted("stop", "null")), NOW);

    assertThat(verdict)
        .isEqualTo(
            new Verdict.Answered(
                new ChatCompletion(
                    "1: cat - grey", Finish.STOP, new TokenUsage(10, 4, 3, 5, 2), "m-1")));
  }

  @ParameterizedTest
  @CsvSource({"stop, STOP", "length, LENGTH", "content_filter, CONTENT_FILTER"})
  void tellsWhyTheModelStopped(String reason, Finish finish) {
    assertThat(completion(GOOD.formatted(reason, "null")).finish()).isEqualTo(finish);
  }

  @Test
  void aRefusalIsARefusalWhateverTheReasonSays() {
    assertThat(completion(GOOD.formatted("stop", "\"I cannot\"")).finish())
        .isEqualTo(Finish.REFUSAL);
  }

  @Test
  void usageMayBeAbsent() {
    String body = "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":null}}]}";

    assertThat(completion(body))
        .isEqualTo(new ChatCompletion("", Finish.STOP, TokenUsage.NONE, ""));
  }

  @Test
  void everyTruncationOfAnAnswerIsTriedAgain() {
    String body = GOOD.formatted("stop", "null").strip();
    for (int length = 0; length < body.length(); length++) {
      assertThat(Verdict.of(reply(200, body.substring(0, length)), NOW))
          .as("the first %d characters", length)
          .isInstanceOf(Verdict.Retry.class);
    }
  }

  @Test
  void noFlippedBitGetsPastTheParserAsAnythingButAVerdict() {
    byte[] body = GOOD.formatted("stop", "null").getBytes(StandardCharsets.UTF_8);
    long seed = 20261122;
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      byte[] flipped = body.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(Verdict.of(new HttpReply(200, headers(Map.of()), flipped), NOW))
          .as("seed %d round %d", seed, round)
          .isInstanceOfAny(Verdict.Retry.class, Verdict.Answered.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "3",
        "\"text\"",
        "<html>Bad gateway</html>",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":\"x\",\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"finish_reason\":\"abort\",\"message\":{\"content\":\"x\"}}]}",
        "{\"choices\":[{\"finish_reason\":null,\"message\":{\"content\":\"x\"}}]}"
      })
  void whatIsNoFinishedAnswerIsTriedAgain(String body) {
    assertThat(Verdict.of(reply(200, body), NOW)).isInstanceOf(Verdict.Retry.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 529})
  void passingTroubleIsTriedAgain(int status) {
    assertThat(Verdict.of(reply(status, "{}"), NOW)).isInstanceOf(Verdict.Retry.class);
    assertThat(failure(reply(status, "{}", "X-Should-Retry", "false")).kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 413, 415, 422})
  void whatIsWrongWithOneRequestStaysWrong(int status) {
    assertThat(failure(reply(status, "{}")).kind()).isEqualTo(Kind.REJECTED);
  }

  @ParameterizedTest
  @CsvSource({"400, false", "413, false", "405, true", "415, true", "422, true"})
  void theServersAdviceCountsButForWhatIsMalformedOrTooLarge(int status, boolean again) {
    Verdict verdict = Verdict.of(reply(status, "{}", "X-Should-Retry", "true"), NOW);

    assertThat(verdict).isInstanceOf(again ? Verdict.Retry.class : Verdict.Failed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_api_key, check PANCAP_API_KEY",
    "403, '', check PANCAP_API_KEY",
    "429, insufficient_quota, no quota left",
    "430, CapacityLimitExceeded, no quota left",
    "404, '', check model.openai.model and model.openai.base-url",
    "400, model_not_found, check model.openai.model and model.openai.base-url",
    "307, '', set model.openai.base-url to there",
    "400, unsupported_parameter, check model.openai.dialect"
  })
  void whatNoRequestCanSurviveStopsTheRun(int status, String code, String advice) {
    String nested = "{\"error\":{\"message\":\"m\",\"code\":\"%s\"}}".formatted(code);
    String flat = "{\"message\":\"m\",\"code\":\"%s\"}".formatted(code);
    for (String body : List.of(nested, flat)) {
      ModelException failure = failure(reply(status, body, "X-Should-Retry", "true"));
      assertThat(failure.kind()).isEqualTo(Kind.STOP_RUN);
      assertThat(failure).hasMessageContaining(advice).hasMessageContaining("" + status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"bad\",\"param\":\"response_format\"}}",
        "{\"error\":{\"message\":\"'json_schema' is not supported\",\"code\":\"unsupported_value\"}}",
        "{\"message\":\"guided decoding is off\",\"code\":400}",
        "{\"detail\":[{\"loc\":[\"body\",\"response_format\"]}]}"
      })
  void noticesThatTheServerKnowsNoSchema(String body) {
    assertThat(Verdict.of(reply(400, body), NOW)).isInstanceOf(Verdict.SchemaRefused.class);
  }

  @Test
  void repeatsNothingOfWhatTheServerSays() {
    String body =
        "{\"error\":{\"message\":\"key sk-1 and prompt What is\",\"type\":\"a secret sk-1\","
            + "\"code\":\"sk-1 \",\"param\":\"\\u0000\"}}";

    assertThat(failure(reply(400, body))).hasMessage("The server said 400");
  }

  @ParameterizedTest
  @CsvSource({
    "Retry-After, 2, 2000",
    "Retry-After, 0.25, 250",
    "Retry-After, 'Sun, 22 Nov 2026 12:00:09 GMT', 9000",
    "Retry-After, 'Sun, 22 Nov 2026 11:00:00 GMT', 0",
    "retry-after-ms, 1500, 1500",
    "Retry-After, 410400, 410400000"
  })
  void readsEveryFormOfRetryAfter(String header, String value, long millis) {
    Verdict.Retry retry = (Verdict.Retry) Verdict.of(reply(429, "{}", header, value), NOW);

    assertThat(retry.asked()).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "1e9", "NaN", "", "99999999999999999999"})
  void aRetryAfterThatCannotBeReadIsPassedOver(String value) {
    Verdict.Retry retry = (Verdict.Retry) Verdict.of(reply(429, "{}", "Retry-After", value), NOW);

    assertThat(retry.asked()).isEmpty();
  }

  @Test
  void millisecondsComeBeforeSeconds() {
    HttpReply reply =
        new HttpReply(
            429, headers(Map.of("Retry-After-Ms", "40", "Retry-After", "9")), new byte[0]);

    assertThat(((Verdict.Retry) Verdict.of(reply, NOW)).asked()).contains(Duration.ofMillis(40));
  }

  @Test
  void brokenConnectionsAreTriedAgainAndNamedWithoutTheirText() {
    assertThat(cause(new ConnectException("sk-1"))).isEqualTo("no connection");
    assertThat(cause(new HttpTimeoutException("sk-1"))).isEqualTo("timed out");
    assertThat(cause(new EOFException("sk-1"))).isEqualTo("the connection broke (EOFException)");
  }

  @Test
  void aCertificateThatIsNotTrustedStopsTheRun() {
    IOException failure = new SSLHandshakeException("PKIX path building failed");
    failure.initCause(new CertificateException("no path"));

    assertThat(((Verdict.Failed) Verdict.of(failure).orElseThrow()).failure())
        .hasMessageContaining("certificate is not trusted")
        .extracting(ModelException::kind)
        .isEqualTo(Kind.STOP_RUN);
  }

  @Test
  void aBugIsNoVerdict() {
    assertThat(Verdict.of(new IllegalStateException())).isEmpty();
  }

  private static String cause(IOException failure) {
    return ((Verdict.Retry) Verdict.of(failure).orElseThrow()).cause();
  }

  private static ChatCompletion completion(String body) {
    return ((Verdict.Answered) Verdict.of(reply(200, body), NOW)).completion();
  }

  private static ModelException failure(HttpReply reply) {
    return ((Verdict.Failed) Verdict.of(reply, NOW)).failure();
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(status, headers(Map.of()), body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpReply reply(int status, String body, String header, String value) {
    return new HttpReply(
        status, headers(Map.of(header, value)), body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpHeaders headers(Map<String, String> headers) {
    Map<String, List<String>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return HttpHeaders.of(lists, (name, value) -> true);
  }
}
