package dev.pancap.bench;

import dev.pancap.config.ConfigReader;
import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.model.openai.OpenAiConfig;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.model.openai.ScriptedChatServer;
import dev.pancap.model.openai.ScriptedChatServer.Answer;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.spark.stage.InFlightWindow;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How much of a server's capacity reaches the user: answers a second of the stage's window over
 * {@link OpenAiModel}, beside the JDK's bare client that sends as many bytes, in turns against the
 * same server in the same run.
 *
 * <pre>
 * pancap-bench/run-throughput.sh [ROUNDS]
 * </pre>
 *
 * <p>Both are warmed up alike before the first row, by thousands of answers that take no time, and
 * again before each row, until every connection is open; they keep their connections over the
 * rounds, take turns in going first, and meet the same latencies in the same order. Each figure is
 * the median of the rounds, the ratio that of the rounds' ratios. The clock stops when all but N
 * answers are there, so that the emptying of the window at the end is not measured.
 */
public final class OpenAiThroughput {
  private static final int[] IN_FLIGHT = {1, 16, 64, 256};
  private static final double SECONDS_A_RUN = 4;
  private static final int WARM_UP_ANSWERS = 4000;
  private static final int WARM_UP_IN_FLIGHT = 16;

  /** About what a request of ours has, with two pictures of two kilobytes. */
  private static final int BODY_BYTES = 6600;

  private final PrintStream out;
  private final int rounds;

  private OpenAiThroughput(PrintStream out, int rounds) {
    this.out = out;
    this.rounds = rounds;
  }

  /** How long the server takes over the n-th request, in milliseconds. */
  private record Latency(String name, double meanMillis, IntFunction<Duration> of) {}

  public static void main(String[] args) throws InterruptedException {
    int rounds = args.length == 0 ? 2 : Integer.parseInt(args[0]);
    new OpenAiThroughput(System.out, rounds).run();
  }

  private void run() throws InterruptedException {
    warmUp();
    out.println("| server takes | N | bare client /s | pancap /s | pancap / bare | ideal /s |");
    out.println("|---|--:|--:|--:|--:|--:|");
    for (Latency latency : List.of(fixed(50), fixed(2000), heavyTailed())) {
      for (int inFlight : IN_FLIGHT) {
        row(latency, inFlight);
      }
    }
  }

  /** Has the compiler see both clients at work before anything is measured. */
  private static void warmUp() throws InterruptedException {
    try (ScriptedChatServer server =
            ScriptedChatServer.start(
                request -> Answer.of("1: cat - a grey cat"), ScriptedChatServer.Inspection.NONE);
        Ours model = new Ours(server, WARM_UP_IN_FLIGHT)) {
      new Bare(server, WARM_UP_IN_FLIGHT).perSecond(WARM_UP_ANSWERS);
      model.perSecond(WARM_UP_ANSWERS);
    }
  }

  private void row(Latency latency, int inFlight) throws InterruptedException {
    int perPlace = Math.max(3, (int) Math.ceil(SECONDS_A_RUN * 1000 / latency.meanMillis()));
    int requests = inFlight * (perPlace + 1);
    double[] bare = new double[rounds];
    double[] ours = new double[rounds];
    double[] ratios = new double[rounds];
    AtomicLong served = new AtomicLong();
    try (ScriptedChatServer server =
        ScriptedChatServer.start(
            request ->
                Answer.of("1: cat - a grey cat")
                    .after(latency.of().apply((int) (served.getAndIncrement() % 100_000))),
            ScriptedChatServer.Inspection.NONE)) {
      Bare client = new Bare(server, inFlight);
      try (Ours model = new Ours(server, inFlight)) {
        client.perSecond(2 * inFlight);
        model.perSecond(2 * inFlight);
        for (int round = 0; round < rounds; round++) {
          boolean bareFirst = round % 2 == 0;
          for (int turn = 0; turn < 2; turn++) {
            served.set(0);
            if (bareFirst == (turn == 0)) {
              bare[round] = client.perSecond(requests);
            } else {
              ours[round] = model.perSecond(requests);
            }
          }
          ratios[round] = ours[round] / bare[round];
        }
      }
    }
    out.printf(
        Locale.ROOT,
        "| %s | %d | %.1f | %.1f | %.3f | %.1f |%n",
        latency.name(),
        inFlight,
        median(bare),
        median(ours),
        median(ratios),
        inFlight * 1000 / latency.meanMillis());
  }

  private static Latency fixed(int millis) {
    Duration always = Duration.ofMillis(millis);
    return new Latency(millis + " ms", millis, n -> always);
  }

  /** Pareto with exponent 1.5 from 100 ms on, cut at 10 s: one answer in a hundred takes 2 s. */
  private static Latency heavyTailed() {
    Random random = new Random(7);
    double[] millis =
        IntStream.range(0, 100_000)
            .mapToDouble(n -> Math.min(10_000, 100 / Math.pow(1 - random.nextDouble(), 1 / 1.5)))
            .toArray();
    return new Latency(
        "100 ms and more, heavy-tailed",
        Arrays.stream(millis).average().orElseThrow(),
        n -> Duration.ofNanos((long) (millis[n] * 1e6)));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Answers a second until all but {@code inFlight} of them are there. */
  private static double rate(long start, long end, int requests, int inFlight) {
    return (requests - inFlight) / ((end - start) / 1e9);
  }

  private static ModelRequest request(int n) {
    return new ModelRequest(
        "request-" + n,
        Round.DESCRIBE,
        0,
        "You describe what is visible.",
        "Could you please describe the details of the image for each region?",
        true,
        SmallScene.INSTANCE,
        List.of(),
        List.of(),
        1000);
  }

  /** The JDK's client with N permits, and nothing around it. */
  private static final class Bare {
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final int inFlight;

    Bare(ScriptedChatServer server, int inFlight) {
      this.inFlight = inFlight;
      this.request =
          HttpRequest.newBuilder(URI.create(server.baseUrl() + "/v1/chat/completions"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[BODY_BYTES]))
              .build();
    }

    double perSecond(int requests) throws InterruptedException {
      Semaphore permits = new Semaphore(inFlight);
      AtomicLong done = new AtomicLong();
      AtomicLong end = new AtomicLong();
      long start = System.nanoTime();
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int n = 0; n < requests; n++) {
        permits.acquire();
        all.add(
            client
                .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .whenComplete(
                    (reply, failure) -> {
                      if (done.incrementAndGet() == requests - inFlight) {
                        end.set(System.nanoTime());
                      }
                      permits.release();
                    }));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
      return rate(start, end.get(), requests, inFlight);
    }
  }

  /** What the stage does: requests are written, asked and handed out through its window. */
  private static final class Ours implements AutoCloseable {
    private final OpenAiModel model;
    private final int inFlight;

    Ours(ScriptedChatServer server, int inFlight) {
      this.inFlight = inFlight;
      this.model = OpenAiModel.open(config(server, inFlight));
    }

    double perSecond(int requests) {
      Iterator<Integer> inputs = IntStream.range(0, requests).iterator();
      InFlightWindow<Integer, ModelAnswer> window =
          new InFlightWindow<>(inputs, inFlight, n -> model.ask(request(n)), () -> {});
      long start = System.nanoTime();
      for (int n = 0; n < requests - inFlight; n++) {
        window.next();
      }
      double rate = rate(start, System.nanoTime(), requests, inFlight);
      window.forEachRemaining(answer -> {});
      return rate;
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private static OpenAiConfig config(ScriptedChatServer server, int inFlight) {
    return ConfigReader.read(
            null,
            "",
            List.of(
                "model.openai.base-url=" + server.baseUrl(),
                "model.openai.model=scripted",
                "model.openai.max-in-flight=" + inFlight))
        .model()
        .openai();
  }

  /**
   * Two kilobytes for the picture and as many for its overlay, so that sockets are not the limit.
   */
  private enum SmallScene implements Scene {
    INSTANCE;

    private final byte[] picture = new byte[2048];

    @Override
    public PreparedImage image() {
      return new PreparedImage(
          1, "a.jpg", "train", 64, 48, "a.jpg", null, List.of(), List.of(), "i", "m");
    }

    @Override
    public RgbImage pixels() {
      return RgbImage.wrapBgr(64, 48, new byte[64 * 48 * 3]);
    }

    @Override
    public LabelMap marks() {
      return LabelMap.wrap(64, 48, new int[64 * 48]);
    }

    @Override
    public byte[] originalJpeg() {
      return picture;
    }

    @Override
    public byte[] overlayJpeg() {
      return picture;
    }
  }
}
