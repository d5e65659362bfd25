package dev.pancap.model;

import dev.pancap.config.PancapConfig;
import dev.pancap.model.describer.Describer;
import dev.pancap.model.djl.DjlModel;
import dev.pancap.model.openai.OpenAiModel;

/** Opens the model that the settings choose. */
public final class Engines {
  private Engines() {}

  /**
   * The model of {@code model.engine}, for one JVM that asks alone.
   *
   * @throws dev.pancap.config.ConfigException if the engine's settings are incomplete
   */
  public static VisionLanguageModel open(PancapConfig config) {
    return switch (config.model().engine()) {
      case DESCRIBER -> new Describer();
      case OPENAI -> OpenAiModel.open(config.model().openai());
      case DJL -> DjlModel.open(config.model().djl(), config.limits());
    };
  }
}
