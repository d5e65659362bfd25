package dev.pancap.config;

import dev.pancap.model.djl.DjlConfig;
import dev.pancap.model.openai.OpenAiConfig;
import java.io.Serializable;

/**
 * Which model answers, and how persistently it is asked.
 *
 * @param maxReasks how often an answer with a fault is sent back with what was wrong
 * @param describeMaxTokens the answer budget of round 1
 * @param composeMaxTokens the answer budget of round 2
 * @param openai the server of engine {@code openai}
 * @param djl the model inside the JVM, for engine {@code DJL}
 */
public record ModelConfig(
    Engine engine,
    int maxReasks,
    int describeMaxTokens,
    int composeMaxTokens,
    OpenAiConfig openai,
    DjlConfig djl)
    implements Serializable {

  /** The engines there are. */
  public enum Engine {
    /** Built in: writes from pixels and masks what is true, needs no network and no weights. */
    DESCRIBER,
    /** A server that speaks the OpenAI chat protocol. */
    OPENAI,
    /** A small model inside the JVM, from a folder of ONNX graphs. */
    DJL
  }

  public ModelConfig {
    ConfigException.check(maxReasks >= 0, "model.max-reasks must be 0 or more: %d", maxReasks);
    ConfigException.check(
        describeMaxTokens > 0, "model.describe-max-tokens must be positive: %d", describeMaxTokens);
    ConfigException.check(
        composeMaxTokens > 0, "model.compose-max-tokens must be positive: %d", composeMaxTokens);
  }
}
