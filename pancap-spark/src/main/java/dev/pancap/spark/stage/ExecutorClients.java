package dev.pancap.spark.stage;

import dev.pancap.config.LimitsConfig;
import dev.pancap.config.ModelConfig;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.cost.TokenPrice;
import dev.pancap.model.describer.Describer;
import dev.pancap.model.djl.DjlModel;
import dev.pancap.spark.budget.ExecutorBudgets;
import dev.pancap.spark.metrics.MeasuredModel;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The models of this JVM, one for each settings, shared by its tasks and never closed: weights are
 * loaded once, and limits hold for all tasks together.
 */
final class ExecutorClients {
  private static final ConcurrentMap<Key, VisionLanguageModel> MODELS = new ConcurrentHashMap<>();

  private ExecutorClients() {}

  /** A server's breaker and budget are for one run, so a run has a client of its own. */
  private record Key(
      ModelConfig model, LimitsConfig limits, @Nullable TokenPrice price, String runId) {
    static Key of(CaptionImages.Settings settings) {
      ModelConfig model = settings.config().model();
      return model.engine() == ModelConfig.Engine.OPENAI
          ? new Key(model, settings.config().limits(), settings.price(), settings.runId())
          : ofEveryRun(model, settings.config().limits());
    }

    static Key ofEveryRun(ModelConfig model, LimitsConfig limits) {
      return new Key(model, limits, null, "");
    }
  }

  static VisionLanguageModel model(CaptionImages.Settings settings) {
    return MODELS.computeIfAbsent(Key.of(settings), ExecutorClients::open);
  }

  private static VisionLanguageModel open(Key key) {
    return MeasuredModel.of(
        switch (key.model().engine()) {
          case DESCRIBER -> new Describer();
          case OPENAI ->
              ExecutorBudgets.open(
                  key.model().openai(), Optional.ofNullable(key.price()), key.runId());
          case DJL -> DjlModel.open(key.model().djl(), key.limits());
        });
  }

  /** From here on the settings mean this model, in this JVM. */
  static void put(ModelConfig model, LimitsConfig limits, VisionLanguageModel client) {
    MODELS.put(Key.ofEveryRun(model, limits), client);
  }
}
