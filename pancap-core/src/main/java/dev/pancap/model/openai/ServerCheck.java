package dev.pancap.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.LimitsConfig;
import dev.pancap.config.Secret;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.model.LonePicture;
import dev.pancap.model.ModelAnswer.Finish;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.budget.Scheduler;
import dev.pancap.model.openai.ServerReport.Trial;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Tries a server with one small request for each thing that it may or may not do. Nothing is tried
 * twice.
 */
public final class ServerCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SIDE = 64;
  private static final int MAX_TOKENS = 200;
  private static final LimitsConfig LIMITS = new LimitsConfig(SIDE * SIDE, 1 << 20, 1);
  private static final String QUESTION =
      "This picture is one region with the number 1. Describe it in one line: 1: Class - description";

  private final OpenAiConfig config;
  private final Transport transport;
  private final Scheduler scheduler;
  private final ChatRequestWriter writer;

  private ServerCheck(OpenAiConfig config, Transport transport, Scheduler scheduler) {
    this.config = config;
    this.transport = transport;
    this.scheduler = scheduler;
    this.writer = new ChatRequestWriter(config);
  }

  /**
   * One request and what came of it.
   *
   * @param fault why there is no completion, or empty
   */
  private record Outcome(
      @Nullable ChatCompletion completion, String fault, HttpHeaders headers, double seconds) {

    TokenUsage usage() {
      return completion == null ? TokenUsage.NONE : completion.usage();
    }

    Trial trial(boolean works, String what) {
      return completion == null
          ? new Trial(false, fault)
          : new Trial(works, String.format(Locale.ROOT, "%s, %.2f s", what, seconds));
    }
  }

  /**
   * @param key the server's, if it wants one
   * @throws ModelException if no request can succeed: a wrong key, an unknown model
   */
  public static ServerReport run(OpenAiConfig config, Optional<Secret> key) {
    try (Scheduler scheduler = Scheduler.system("pancap-check-timer")) {
      Transport transport = new JdkTransport(config, key, OpenAiModel.threads(), scheduler);
      return new ServerCheck(config, transport, scheduler).report();
    }
  }

  private ServerReport report() {
    ModelRequest text = request(false);
    ModelRequest picture = request(true);
    Outcome plain = ask(text, writer.write(text));
    Outcome seen = ask(picture, writer.write(picture));
    Outcome held = ask(picture, writer.writeWithSchema(picture));
    return new ServerReport(
        plain.trial(true, "answers"),
        pictures(plain, seen),
        schema(held, seen),
        seen.trial(seen.usage().promptTokens() > 0, tokens(seen.usage())),
        limits(seen.headers()));
  }

  private static Trial pictures(Outcome plain, Outcome seen) {
    long without = plain.usage().promptTokens();
    long with = seen.usage().promptTokens();
    // A server that passes a picture over answers all the same: only its tokens tell.
    boolean ignored = with > 0 && with <= without;
    return seen.trial(
        !ignored,
        ignored
            ? "the picture does not reach the model: %d prompt tokens with it and %d without"
                .formatted(with, without)
            : "seen, %d prompt tokens for one of 64 x 64 pixels".formatted(with - without));
  }

  private static Trial schema(Outcome held, Outcome free) {
    boolean works = held.completion() != null && isRegions(held.completion());
    String compared = String.format(Locale.ROOT, " (without one: %.2f s)", free.seconds());
    return held.trial(works, (works ? "kept" : "accepted and not kept") + compared);
  }

  private static boolean isRegions(ChatCompletion completion) {
    try {
      JsonNode answer = JSON.readTree(completion.text());
      // A small model may use up its tokens inside the schema: it was held to it all the same.
      return answer.path("regions").isArray();
    } catch (IOException e) {
      return completion.finish() == Finish.LENGTH && completion.text().startsWith("{");
    }
  }

  private static String tokens(TokenUsage usage) {
    return usage.promptTokens() == 0
        ? "not told: tokens and costs cannot be counted"
        : "%d prompt tokens (%d cached, %d of images), %d answer tokens (%d of reasoning)"
            .formatted(
                usage.promptTokens(),
                usage.cachedTokens(),
                usage.imageTokens(),
                usage.completionTokens(),
                usage.reasoningTokens());
  }

  private static Map<String, String> limits(HttpHeaders headers) {
    Map<String, String> limits = new TreeMap<>();
    headers
        .map()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.matches("x-ratelimit-(limit|remaining|reset)-(requests|tokens)")) {
                limits.put(lower, values.get(0));
              }
            });
    return limits;
  }

  private Outcome ask(ModelRequest request, byte[] json) {
    long start = scheduler.nanoTime();
    try {
      return transport
          .post(json, request.key(), config.timeout())
          .handle((reply, failure) -> outcome(start, reply, failure))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ModelException stop ? stop : e;
    }
  }

  private Outcome outcome(long start, @Nullable HttpReply reply, @Nullable Throwable failure) {
    double seconds = (scheduler.nanoTime() - start) / 1e9;
    Verdict verdict =
        reply != null
            ? Verdict.of(reply, scheduler.now())
            : Verdict.of(Asking.unwrap(failure))
                .orElseThrow(() -> new IllegalStateException("The client failed", failure));
    HttpHeaders headers =
        reply == null ? HttpHeaders.of(Map.of(), (name, value) -> true) : reply.headers();
    if (verdict instanceof Verdict.Answered answered) {
      return new Outcome(answered.completion(), "", headers, seconds);
    }
    if (verdict instanceof Verdict.Retry retry) {
      return new Outcome(null, retry.cause(), headers, seconds);
    }
    ModelException refusal =
        verdict instanceof Verdict.Failed failed
            ? failed.failure()
            : ((Verdict.SchemaRefused) verdict).failure();
    if (refusal.kind() == ModelException.Kind.STOP_RUN) {
      throw refusal;
    }
    return new Outcome(null, String.valueOf(refusal.getMessage()), headers, seconds);
  }

  private static ModelRequest request(boolean withPicture) {
    byte[] red = new byte[3 * SIDE * SIDE];
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      red[3 * pixel + 2] = (byte) 0xC8;
    }
    byte[] jpeg = Jpeg.encode(RgbImage.wrapBgr(SIDE, SIDE, red), 90);
    return new ModelRequest(
        "pancap-check",
        Round.ASK,
        0,
        "",
        QUESTION,
        withPicture,
        LonePicture.of("check.jpg", jpeg, LIMITS),
        List.of(),
        List.of(),
        MAX_TOKENS);
  }
}
