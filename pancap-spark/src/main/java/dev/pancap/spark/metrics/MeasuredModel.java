package dev.pancap.spark.metrics;

import dev.pancap.model.ModelAnswer;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.openai.OpenAiModel;
import java.util.concurrent.CompletableFuture;

/** A model whose requests are counted in the figures of this JVM. */
public record MeasuredModel(VisionLanguageModel model, ExecutorFigures figures)
    implements VisionLanguageModel {

  /** The model, with its retries counted where it has any. */
  public static VisionLanguageModel of(VisionLanguageModel model) {
    ExecutorFigures figures = ExecutorFigures.ofThisJvm();
    if (model instanceof OpenAiModel server) {
      server.onRetry(() -> figures.add(Figure.RETRIES, 1));
    }
    return new MeasuredModel(model, figures);
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String fingerprint() {
    return model.fingerprint();
  }

  @Override
  public int maxInFlight() {
    return model.maxInFlight();
  }

  @Override
  public CompletableFuture<ModelAnswer> ask(ModelRequest request) {
    figures.add(Figure.REQUESTS_IN_FLIGHT, 1);
    return model
        .ask(request)
        .whenComplete(
            (answer, failure) -> {
              figures.add(Figure.REQUESTS_IN_FLIGHT, -1);
              if (failure == null) {
                figures.add(answer);
              } else {
                figures.add(Figure.FAILED_REQUESTS, 1);
              }
            });
  }

  @Override
  public void close() {
    model.close();
  }
}
