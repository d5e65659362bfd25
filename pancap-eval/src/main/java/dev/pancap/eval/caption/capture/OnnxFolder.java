package dev.pancap.eval.caption.capture;

import ai.djl.engine.Engine;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model folder in the layout of optimum and transformers.js: {@code tokenizer.json} and graphs
 * beside it or under {@code onnx/}.
 *
 * @param option the command line's name for the folder, for messages
 */
record OnnxFolder(Path folder, String option) {
  /**
   * ONNX Runtime's environment, of which a process has one. DJL's engine makes it with threads of
   * its own choice and fails where one is there already, so the engine goes first: other metrics
   * and the models run through it.
   */
  static OrtEnvironment environment() {
    Engine.getEngine("OnnxRuntime");
    return OrtEnvironment.getEnvironment();
  }

  /**
   * The first of the graphs that is there.
   *
   * @throws ConfigException if none is there or it cannot be loaded
   */
  OrtSession session(String... names) {
    for (String name : names) {
      for (Path graph : new Path[] {folder.resolve("onnx").resolve(name), folder.resolve(name)}) {
        if (Files.isRegularFile(graph)) {
          return load(graph);
        }
      }
    }
    throw new ConfigException(
        "%s %s holds no %s, neither there nor in onnx/"
            .formatted(option, folder, String.join(" or ", names)));
  }

  private OrtSession load(Path graph) {
    try {
      return environment().createSession(graph.toString());
    } catch (OrtException e) {
      throw new ConfigException(
          "%s: ONNX Runtime cannot load %s: %s".formatted(option, graph, e.getMessage()), e);
    }
  }

  /**
   * @param maxTokens longer texts are cut, special tokens included
   * @throws ConfigException if there is no tokenizer.json that can be read
   */
  HuggingFaceTokenizer tokenizer(int maxTokens) {
    Path file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new ConfigException("%s %s holds no tokenizer.json".formatted(option, folder));
    }
    try {
      return HuggingFaceTokenizer.newInstance(
          file,
          Map.of(
              "addSpecialTokens", "true",
              "padding", "false",
              "truncation", "true",
              "maxLength", Integer.toString(maxTokens)));
    } catch (IOException e) {
      throw new ConfigException(
          "%s: cannot read %s: %s".formatted(option, file, e.getMessage()), e);
    }
  }
}
