package dev.pancap.spark.unchanged;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.pancap.config.ConfigReader;
import dev.pancap.config.ModelConfig;
import dev.pancap.config.PancapConfig;
import dev.pancap.model.RequestKey;
import dev.pancap.spark.BuildRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifies what counts for all images of a build.
 *
 * @param rows decides about rows: model, prompts, limits, overlay, source and our code
 * @param release decides about the release beside its rows: its layout and its gates
 */
record SettingsKeys(String rows, String release) {
  private static final ObjectMapper YAML = new YAMLMapper();

  /** How a server is reached and how fast it is asked; no answer depends on it. */
  private static final List<String> OPERATION =
      List.of(
          "base-url",
          "dialect",
          "max-in-flight",
          "timeout",
          "deadline",
          "max-attempts",
          "max-retry-delay",
          "give-up-after",
          "max-response-bytes",
          "requests-per-minute",
          "tokens-per-minute",
          "max-requests",
          "max-cost",
          "prices");

  static SettingsKeys of(BuildRequest request) {
    PancapConfig config = request.config();
    JsonNode settings = tree(config);
    ObjectNode model = (ObjectNode) settings.path("model");
    ((ObjectNode) model.path("openai")).remove(OPERATION);
    RequestKey rows =
        RequestKey.start()
            .with("code", CodeVersion.key())
            .with("model", model.toString())
            .with("limits", settings.path("limits").toString())
            .with("overlay", settings.path("overlay").toString())
            .with("segment", settings.path("segment").toString())
            .with("scene-graph", settings.path("release").path("scene-graph").toString())
            .with("prompts", request.prompts().version())
            .with("source", request.source().name());
    if (config.model().engine() == ModelConfig.Engine.DJL) {
      rows.with("weights", weights(Path.of(config.model().djl().folder())));
    }
    RequestKey release =
        RequestKey.start()
            .with("release", settings.path("release").toString())
            .with("gates", settings.path("gates").toString())
            .with("quarantined", Double.toString(config.run().maxQuarantinedShare()))
            .with("split", request.split())
            .with("embed", Boolean.toString(request.embedImages()));
    return new SettingsKeys(rows.hex(), release.hex());
  }

  private static JsonNode tree(PancapConfig config) {
    try {
      return YAML.readTree(ConfigReader.write(config));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Settings that were written can be read", e);
    }
  }

  /**
   * Names, lengths and times of a model's files: reading gigabytes would take longer than a night.
   */
  private static String weights(Path folder) {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        text.append(folder.relativize(file))
            .append(' ')
            .append(Files.size(file))
            .append(' ')
            .append(Files.getLastModifiedTime(file).toMillis())
            .append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The model's folder cannot be listed", e);
    }
    return text.toString();
  }
}
