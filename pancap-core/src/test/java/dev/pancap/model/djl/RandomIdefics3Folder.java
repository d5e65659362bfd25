package dev.pancap.model.djl;

import static dev.pancap.onnx.OnnxGraphWriter.BOOL;
import static dev.pancap.onnx.OnnxGraphWriter.FLOAT;
import static dev.pancap.onnx.OnnxGraphWriter.INT64;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.onnx.OnnxGraphWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a folder with the layout of a published SmolVLM, random weights and a tokenizer of bytes:
 * its answers are printable nonsense, the same for the same seed.
 */
final class RandomIdefics3Folder {
  private static final int TILE = 32;
  private static final int CELL = 8;
  private static final int TOKENS = (TILE / CELL) * (TILE / CELL);
  private static final int HIDDEN = 32;
  private static final int HEADS = 4;
  private static final int HEAD_DIM = 8;
  private static final int LAYERS = 2;
  private static final int POSITIONS = 2048;
  private static final List<String> FIRST = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  private final Path folder;
  private final Random random;
  private final ObjectMapper json = new ObjectMapper();
  private final List<String> tokens = new ArrayList<>();

  private RandomIdefics3Folder(Path folder, long seed) {
    this.folder = folder;
    this.random = new Random(seed);
  }

  static Path write(Path folder, long seed) throws IOException {
    new RandomIdefics3Folder(folder, seed).writeAll();
    return folder;
  }

  private void writeAll() throws IOException {
    Files.createDirectories(folder);
    writeTokenizer();
    writeConfigs();
    writeVision();
    writeEmbedding();
    writeDecoder();
  }

  private void writeTokenizer() throws IOException {
    tokens.addAll(FIRST);
    int shifted = 256;
    for (int b = 0; b < 256; b++) { // GPT-2's letters for bytes
      boolean plain = b >= 33 && b < 127 || b >= 161 && b < 173 || b >= 174;
      tokens.add(String.valueOf((char) (plain ? b : shifted++)));
    }
    List<String> last = new ArrayList<>(List.of("<global-img>"));
    for (int row = 1; row <= 4; row++) {
      for (int column = 1; column <= 4; column++) {
        last.add("<row_" + row + "_col_" + column + ">");
      }
    }
    last.addAll(List.of("<fake_token_around_image>", "<image>", "<end_of_utterance>"));
    tokens.addAll(last);

    ObjectNode root =
        (ObjectNode)
            json.readTree(
                """
                {"version": "1.0", "normalizer": null, "added_tokens": [],
                 "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false,
                                   "trim_offsets": true, "use_regex": true},
                 "decoder": {"type": "ByteLevel", "add_prefix_space": true,
                             "trim_offsets": true, "use_regex": true},
                 "model": {"type": "BPE", "vocab": {}, "merges": []}}
                """);
    ObjectNode vocabulary = (ObjectNode) root.get("model").get("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      if (FIRST.contains(token) || last.contains(token)) {
        root.withArray("added_tokens")
            .addObject()
            .put("id", id)
            .put("content", token)
            .put("single_word", false)
            .put("lstrip", false)
            .put("rstrip", false)
            .put("normalized", false)
            .put("special", true);
      }
      if (!last.contains(token)) {
        vocabulary.put(token, id);
      }
    }
    Files.writeString(folder.resolve("tokenizer.json"), root.toString());
  }

  private void writeConfigs() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "idefics3", "image_token_id": %d, "pad_token_id": 128002,
         "text_config": {"max_position_embeddings": %d}}
        """
            .formatted(tokens.indexOf("<image>"), POSITIONS));
    Files.writeString(
        folder.resolve("generation_config.json"),
        "{\"eos_token_id\": [%d], \"pad_token_id\": 2}"
            .formatted(tokens.indexOf("<end_of_utterance>")));
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "resample": 1,
         "max_image_size": {"longest_edge": %d}, "size": {"longest_edge": %d}}
        """
            .formatted(TILE, 4 * TILE));
    Files.writeString(
        folder.resolve("processor_config.json"), "{\"image_seq_len\": %d}".formatted(TOKENS));
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"bos_token\": \"<|im_start|>\"}");
  }

  private void writeVision() throws IOException {
    OnnxGraphWriter graph = new OnnxGraphWriter();
    graph.input("pixel_values", FLOAT, "batch", "images", 3, TILE, TILE);
    graph.input("pixel_attention_mask", BOOL, "batch", "images", TILE, TILE);
    Map<String, Object> cells =
        Map.of("kernel_shape", new int[] {CELL, CELL}, "strides", new int[] {CELL, CELL});
    String tiles = graph.op("Reshape", "pixel_values", graph.integers(-1, 3, TILE, TILE));
    String patches = graph.op("Conv", cells, tiles, weights(graph, 0.12, HIDDEN, 3, CELL, CELL));
    String rows = graph.op("Reshape", patches, graph.integers(-1, HIDDEN, TOKENS));
    String features =
        graph.op("Tanh", graph.op("Transpose", Map.of("perm", new int[] {0, 2, 1}), rows));
    String mask =
        graph.op(
            "AveragePool",
            cells,
            graph.op(
                "Reshape",
                graph.op("Cast", Map.of("to", FLOAT), "pixel_attention_mask"),
                graph.integers(-1, 1, TILE, TILE)));
    String seen =
        graph.op("Mul", features, graph.op("Reshape", mask, graph.integers(-1, TOKENS, 1)));
    graph.output(seen, "image_features", FLOAT, "tiles", TOKENS, HIDDEN);
    graph.write(folder.resolve("onnx/vision_encoder.onnx"));
  }

  private void writeEmbedding() throws IOException {
    OnnxGraphWriter graph = new OnnxGraphWriter();
    graph.input("input_ids", INT64, "batch", "length");
    String rows = graph.op("Gather", weights(graph, 0.6, tokens.size(), HIDDEN), "input_ids");
    graph.output(rows, "inputs_embeds", FLOAT, "batch", "length", HIDDEN);
    graph.write(folder.resolve("onnx/embed_tokens.onnx"));
  }

  /** Attention with one key head, a cache, and positions from their own input. */
  private void writeDecoder() throws IOException {
    OnnxGraphWriter graph = new OnnxGraphWriter();
    graph.input("inputs_embeds", FLOAT, "batch", "length", HIDDEN);
    graph.input("attention_mask", INT64, "batch", "total");
    graph.input("position_ids", INT64, "batch", "length");
    String slots = graph.op("CumSum", "attention_mask", graph.integer(1));
    String keyPositions =
        graph.op("Unsqueeze", graph.op("Sub", slots, graph.integer(1)), graph.integers(1, 2));
    String queryPositions = graph.op("Unsqueeze", "position_ids", graph.integers(1, 3));
    String live =
        graph.op(
            "Greater",
            graph.op("Unsqueeze", "attention_mask", graph.integers(1, 2)),
            graph.integer(0));
    String bias =
        graph.op(
            "Where",
            graph.op("And", graph.op("LessOrEqual", keyPositions, queryPositions), live),
            graph.floats(new float[] {0}),
            graph.floats(new float[] {-1e9f}));
    String positions = graph.op("Gather", weights(graph, 0.3, POSITIONS, HIDDEN), "position_ids");
    String hidden = graph.op("Add", "inputs_embeds", positions);
    for (int layer = 0; layer < LAYERS; layer++) {
      hidden = attend(graph, layer, hidden, bias);
    }
    float[] allowed = new float[tokens.size()];
    for (int id = 0; id < allowed.length; id++) {
      boolean printable = id >= 3 + 32 && id < 3 + 127;
      allowed[id] = printable || tokens.get(id).equals("<end_of_utterance>") ? 0 : -1e4f;
    }
    String logits =
        graph.op(
            "Add",
            graph.op("MatMul", hidden, weights(graph, 1, HIDDEN, tokens.size())),
            graph.floats(allowed, tokens.size()));
    graph.output(logits, "logits", FLOAT, "batch", "length", tokens.size());
    graph.write(folder.resolve("onnx/decoder_model_merged.onnx"));
  }

  private String attend(OnnxGraphWriter graph, int layer, String hidden, String bias) {
    String key = cached(graph, "past_key_values." + layer + ".key", hidden);
    String value = cached(graph, "past_key_values." + layer + ".value", hidden);
    Map<String, Object> headsFirst = Map.of("perm", new int[] {0, 2, 1, 3});
    String query =
        graph.op(
            "Transpose",
            headsFirst,
            graph.op(
                "Reshape",
                graph.op("MatMul", hidden, weights(graph, 0.3, HIDDEN, HEADS * HEAD_DIM)),
                graph.integers(0, 0, HEADS, HEAD_DIM)));
    String scores =
        graph.op(
            "Mul",
            graph.op(
                "MatMul",
                query,
                graph.op("Transpose", Map.of("perm", new int[] {0, 1, 3, 2}), key)),
            graph.floats(new float[] {(float) (1 / Math.sqrt(HEAD_DIM))}));
    String attention = graph.op("Softmax", Map.of("axis", -1), graph.op("Add", scores, bias));
    String mixed =
        graph.op(
            "Reshape",
            graph.op("Transpose", headsFirst, graph.op("MatMul", attention, value)),
            graph.integers(0, 0, HEADS * HEAD_DIM));
    String change = graph.op("MatMul", mixed, weights(graph, 0.4, HEADS * HEAD_DIM, HIDDEN));
    graph.output(key, "present." + layer + ".key", FLOAT, "batch", 1, "total", HEAD_DIM);
    graph.output(value, "present." + layer + ".value", FLOAT, "batch", 1, "total", HEAD_DIM);
    return graph.op("Tanh", graph.op("Add", hidden, change));
  }

  private String cached(OnnxGraphWriter graph, String past, String hidden) {
    graph.input(past, FLOAT, "batch", 1, "past", HEAD_DIM);
    String own = graph.op("MatMul", hidden, weights(graph, 0.3, HIDDEN, HEAD_DIM));
    return graph.op(
        "Concat", Map.of("axis", 2), past, graph.op("Unsqueeze", own, graph.integers(1)));
  }

  private String weights(OnnxGraphWriter graph, double deviation, long... shape) {
    int count = 1;
    for (long dim : shape) {
      count *= (int) dim;
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (random.nextGaussian() * deviation);
    }
    return graph.floats(numbers, shape);
  }
}
