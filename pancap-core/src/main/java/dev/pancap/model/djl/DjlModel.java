package dev.pancap.model.djl;

import dev.pancap.caption.RegionLine;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelAnswer.Finish;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.Scene;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.panoptic.Segment;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Answers with an Idefics3 or SmolVLM model inside this JVM. Requests in flight are computed
 * together; an answer is the same whether it was computed alone or with others.
 *
 * <p>One instance serves a JVM: the weights are held once, and a closed model does not give all of
 * its native memory back.
 */
public final class DjlModel implements VisionLanguageModel {
  /** Changes when the same files and settings answer otherwise than before. */
  private static final String VERSION = "1";

  private final DjlConfig config;
  private final LimitsConfig limits;
  private final Idefics3 model;
  private final String fingerprint;
  private final RegionQuestions regions;
  private final BatchQueue batches;
  // Cutting and tokenising go on while a batch is computed.
  private final ExecutorService preparing;

  private DjlModel(DjlConfig config, LimitsConfig limits, Idefics3 model) {
    this.config = config;
    this.limits = limits;
    this.model = model;
    this.fingerprint = "djl:" + model.fingerprint() + ":" + Idefics3.keyOf(config, VERSION);
    this.regions = new RegionQuestions(config.regionQuestion());
    this.batches =
        new BatchQueue(
            model,
            config.workers(),
            new BatchQueue.Limits(
                config.batchSize(), config.maxBatchTokens(), !model.decoder().takesPositions()));
    this.preparing =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "pancap-djl-prepare");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Loads the model.
   *
   * @param limits bounds on the overlay when it is decoded for the model
   * @throws ConfigException if the folder or a file in it is missing or wrong
   */
  public static DjlModel open(DjlConfig config, LimitsConfig limits) {
    return new DjlModel(config, limits, Idefics3.load(config));
  }

  /**
   * Looks whether a model can be opened, without loading its weights.
   *
   * @throws ConfigException as {@link #open}, as far as files can tell
   */
  public static void check(DjlConfig config) {
    Idefics3.check(config);
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** Enough to fill the batches in work and the next ones. */
  @Override
  public int maxInFlight() {
    int batchesAtOnce = 2 * config.workers();
    return config.mode() == DjlConfig.Mode.WHOLE
        ? batchesAtOnce * config.batchSize()
        : batchesAtOnce;
  }

  @Override
  public CompletableFuture<ModelAnswer> ask(ModelRequest request) {
    long begun = System.nanoTime();
    CompletableFuture<ModelAnswer> answer = new CompletableFuture<>();
    CompletableFuture.supplyAsync(() -> start(request), preparing)
        .thenCompose(parts -> parts)
        .whenComplete(
            (draft, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(BatchQueue.causeOf(failure));
              } else {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                answer.complete(
                    new ModelAnswer(draft.text, draft.finish, draft.usage, name(), millis));
              }
            });
    return answer;
  }

  private record Draft(String text, Finish finish, TokenUsage usage) {}

  private CompletableFuture<Draft> start(ModelRequest request) {
    if (config.mode() == DjlConfig.Mode.REGION_BY_REGION) {
      if (request.round() == Round.DESCRIBE) {
        return describeRegions(request.scene());
      }
      if (request.round() == Round.COMPOSE) {
        return compose(request);
      }
    }
    return answerWhole(request);
  }

  private CompletableFuture<Draft> answerWhole(ModelRequest request) {
    ChatPrompt prompt = new ChatPrompt(request.system(), pictures(request), request.user());
    return batches
        .submit(model.encode(prompt, request.maxTokens()))
        .thenApply(
            generated ->
                new Draft(
                    model.decode(generated.ids()).strip(),
                    generated.ended() ? Finish.STOP : Finish.LENGTH,
                    generated.usage()));
  }

  private List<RgbImage> pictures(ModelRequest request) {
    if (!request.withImages()) {
      return List.of();
    }
    Scene scene = request.scene();
    return request.round() == Round.ASK
        ? List.of(scene.pixels())
        : List.of(scene.pixels(), Jpeg.decode(scene.overlayJpeg(), limits));
  }

  private CompletableFuture<Draft> describeRegions(Scene scene) {
    List<Segment> segments = scene.image().segments();
    RgbImage picture = scene.pixels();
    List<CompletableFuture<Generated>> answers =
        segments.stream()
            .map(segment -> regions.about(segment, picture))
            .map(prompt -> batches.submit(model.encode(prompt, config.regionMaxTokens())))
            .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                new Draft(
                    IntStream.range(0, segments.size())
                        .mapToObj(i -> line(segments.get(i), answers.get(i).join()).text())
                        .collect(Collectors.joining("\n")),
                    Finish.STOP,
                    answers.stream()
                        .map(answer -> answer.join().usage())
                        .reduce(TokenUsage.NONE, TokenUsage::plus)));
  }

  private RegionLine line(Segment segment, Generated generated) {
    return RegionQuestions.line(segment, model.decode(generated.ids()));
  }

  private CompletableFuture<Draft> compose(ModelRequest request) {
    if (config.summaryQuestion().isBlank() || request.attempt() > 0) {
      return CompletableFuture.completedFuture(
          new Draft(ParagraphAssembler.paragraph("", request), Finish.STOP, TokenUsage.NONE));
    }
    ChatPrompt prompt =
        new ChatPrompt("", List.of(request.scene().pixels()), config.summaryQuestion());
    return batches
        .submit(model.encode(prompt, config.regionMaxTokens()))
        .thenApply(
            generated ->
                new Draft(
                    ParagraphAssembler.paragraph(
                        RegionQuestions.oneLine(model.decode(generated.ids())), request),
                    Finish.STOP,
                    generated.usage()));
  }

  @Override
  public void close() {
    preparing.shutdown();
    batches.close();
    model.close();
  }
}
