package dev.pancap.eval.caption.capture;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The scene graph parser that CAPTURE uses, flan-t5-base-VG-factual-sg, from a folder that the user
 * gives, with beam search of our own. The decoder reads its whole prefix at each step: it needs no
 * cache, and works with merged and with plain graphs. Safe for use by several threads.
 */
public final class T5SceneGraphParser implements SceneGraphParser, AutoCloseable {
  private static final String PROMPT = "Generate Scene Graph: ";
  private static final int MAX_INPUT_TOKENS = 64;
  private static final int MAX_OUTPUT_TOKENS = 128;
  private static final int BEAMS = 5;

  private final HuggingFaceTokenizer tokenizer;
  private final OrtSession encoder;
  private final OrtSession decoder;
  private final BeamSearch.Settings settings;

  private T5SceneGraphParser(OnnxFolder files, BeamSearch.Settings settings) {
    this.tokenizer = files.tokenizer(MAX_INPUT_TOKENS);
    this.encoder = files.session("encoder_model.onnx");
    this.decoder = files.session("decoder_model_merged.onnx", "decoder_model.onnx");
    this.settings = settings;
  }

  /**
   * @throws ConfigException if the folder does not hold {@code config.json}, {@code
   *     tokenizer.json}, {@code encoder_model.onnx} and {@code decoder_model_merged.onnx} or {@code
   *     decoder_model.onnx}
   */
  public static T5SceneGraphParser open(Path folder) {
    Path file = folder.resolve("config.json");
    try {
      JsonNode config = new ObjectMapper().readTree(Files.readAllBytes(file));
      return new T5SceneGraphParser(
          new OnnxFolder(folder, "--parser-model"),
          new BeamSearch.Settings(
              BEAMS,
              token(config, "decoder_start_token_id", file),
              token(config, "eos_token_id", file),
              MAX_OUTPUT_TOKENS));
    } catch (IOException e) {
      throw new ConfigException("--parser-model: cannot read %s".formatted(file), e);
    }
  }

  private static int token(JsonNode config, String name, Path file) {
    ConfigException.check(
        config.path(name).isInt(), "--parser-model: %s has no number %s", file, name);
    return config.get(name).asInt();
  }

  @Override
  public List<SceneGraph> parse(List<String> sentences) {
    return sentences.stream()
        .map(sentence -> SceneGraph.parse(SceneGraph.clean(generate(PROMPT + sentence))))
        .toList();
  }

  /** The model's answer to a prompt. */
  String generate(String prompt) {
    return tokenizer.decode(generateTokens(prompt), true);
  }

  /** The answer's tokens, start token included, end token not. */
  long[] generateTokens(String prompt) {
    long[] ids = tokenizer.encode(prompt).getIds();
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    OrtEnvironment environment = OnnxFolder.environment();
    try (OnnxTensor input = OnnxTensor.createTensor(environment, new long[][] {ids});
        OnnxTensor attention = OnnxTensor.createTensor(environment, new long[][] {mask});
        OrtSession.Result encoded =
            encoder.run(Map.of("input_ids", input, "attention_mask", attention))) {
      float[] hidden = floats((OnnxTensor) encoded.get(0));
      return new BeamSearch(settings, sequences -> logits(sequences, hidden, mask)).search();
    } catch (OrtException e) {
      throw new IllegalStateException("the scene graph parser failed: " + e.getMessage(), e);
    }
  }

  private float[][] logits(List<long[]> sequences, float[] hidden, long[] mask) {
    int rows = sequences.size();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      OrtEnvironment environment = OnnxFolder.environment();
      long[][] masks = new long[rows][];
      Arrays.fill(masks, mask);
      FloatBuffer states = FloatBuffer.allocate(rows * hidden.length);
      for (int row = 0; row < rows; row++) {
        states.put(hidden);
      }
      states.rewind();
      long width = hidden.length / mask.length;
      inputs.put(
          "input_ids", OnnxTensor.createTensor(environment, sequences.toArray(long[][]::new)));
      inputs.put("encoder_attention_mask", OnnxTensor.createTensor(environment, masks));
      inputs.put(
          "encoder_hidden_states",
          OnnxTensor.createTensor(environment, states, new long[] {rows, mask.length, width}));
      addEmptyCache(inputs, rows);
      inputs.keySet().retainAll(decoder.getInputNames());
      try (OrtSession.Result result = decoder.run(inputs)) {
        return lastRows((OnnxTensor) result.get("logits").orElseThrow(), rows);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the scene graph parser failed: " + e.getMessage(), e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /** A merged graph has inputs for a cache; its branch without one takes empty ones. */
  private void addEmptyCache(Map<String, OnnxTensor> inputs, int rows) throws OrtException {
    OrtEnvironment environment = OnnxFolder.environment();
    for (Map.Entry<String, NodeInfo> input : decoder.getInputInfo().entrySet()) {
      TensorInfo info = (TensorInfo) input.getValue().getInfo();
      if (input.getKey().startsWith("past_key_values")) {
        long[] shape = {rows, info.getShape()[1], 0, info.getShape()[3]};
        inputs.put(
            input.getKey(), OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), shape));
      } else if (info.type == OnnxJavaType.BOOL) {
        inputs.put(input.getKey(), OnnxTensor.createTensor(environment, new boolean[] {false}));
      }
    }
  }

  private static float[][] lastRows(OnnxTensor logits, int rows) {
    float[] values = floats(logits);
    long[] shape = logits.getInfo().getShape();
    int length = (int) shape[1];
    int vocabulary = (int) shape[2];
    float[][] last = new float[rows][];
    for (int row = 0; row < rows; row++) {
      int from = (row * length + length - 1) * vocabulary;
      last[row] = Arrays.copyOfRange(values, from, from + vocabulary);
    }
    return last;
  }

  private static float[] floats(OnnxTensor tensor) {
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() throws OrtException {
    decoder.close();
    encoder.close();
    tokenizer.close();
  }
}
