package dev.pancap.eval.caption.capture;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sentence encoder such as all-mpnet-base-v2 from a folder that the user gives: the mean of the
 * tokens' vectors, at length 1. Safe for use by several threads.
 */
public final class OnnxPhraseEncoder implements PhraseEncoder, AutoCloseable {
  private static final int MAX_TOKENS = 384;
  private static final int BATCH = 64;

  private final HuggingFaceTokenizer tokenizer;
  private final OrtSession session;

  private OnnxPhraseEncoder(HuggingFaceTokenizer tokenizer, OrtSession session) {
    this.tokenizer = tokenizer;
    this.session = session;
  }

  /**
   * @throws dev.pancap.config.ConfigException if the folder does not hold {@code tokenizer.json}
   *     and {@code model.onnx}
   */
  public static OnnxPhraseEncoder open(Path folder) {
    OnnxFolder files = new OnnxFolder(folder, "--encoder-model");
    return new OnnxPhraseEncoder(files.tokenizer(MAX_TOKENS), files.session("model.onnx"));
  }

  @Override
  public List<double[]> encode(List<String> phrases) {
    List<double[]> vectors = new ArrayList<>(phrases.size());
    for (int from = 0; from < phrases.size(); from += BATCH) {
      vectors.addAll(batch(phrases.subList(from, Math.min(phrases.size(), from + BATCH))));
    }
    return vectors;
  }

  private List<double[]> batch(List<String> phrases) {
    List<long[]> ids = phrases.stream().map(tokenizer::encode).map(Encoding::getIds).toList();
    int length = ids.stream().mapToInt(row -> row.length).max().orElse(0);
    long[][] padded = new long[ids.size()][];
    long[][] mask = new long[ids.size()][length];
    for (int row = 0; row < ids.size(); row++) {
      padded[row] = Arrays.copyOf(ids.get(row), length);
      Arrays.fill(mask[row], 0, ids.get(row).length, 1);
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      OrtEnvironment environment = OnnxFolder.environment();
      inputs.put("input_ids", OnnxTensor.createTensor(environment, padded));
      inputs.put("attention_mask", OnnxTensor.createTensor(environment, mask));
      if (session.getInputNames().contains("token_type_ids")) {
        inputs.put(
            "token_type_ids", OnnxTensor.createTensor(environment, new long[ids.size()][length]));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return means((OnnxTensor) result.get(0), ids, length);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the sentence encoder failed: " + e.getMessage(), e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static List<double[]> means(OnnxTensor hidden, List<long[]> ids, int length) {
    FloatBuffer values = hidden.getFloatBuffer();
    int width = values.remaining() / (ids.size() * length);
    List<double[]> means = new ArrayList<>();
    for (int row = 0; row < ids.size(); row++) {
      double[] sum = new double[width];
      for (int token = 0; token < ids.get(row).length; token++) {
        for (int i = 0; i < width; i++) {
          sum[i] += values.get((row * length + token) * width + i);
        }
      }
      double norm = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
      means.add(Arrays.stream(sum).map(v -> norm == 0 ? 0 : v / norm).toArray());
    }
    return means;
  }

  @Override
  public void close() throws OrtException {
    session.close();
    tokenizer.close();
  }
}
