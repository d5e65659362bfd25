package dev.pancap.model.djl;

import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import dev.pancap.image.ImageSize;
import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import dev.pancap.onnx.OnnxGraph;
import dev.pancap.onnx.TensorInfo;
import dev.pancap.onnx.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes answers greedily, a batch at a time. Used by one thread.
 *
 * <p>Rows of different length are padded on the right. Padding on the left gives wrong answers,
 * without an error, from graphs with grouped-query attention, whose kernel counts positions itself.
 *
 * <p>The prompts go in without their last tokens, and nobody reads what comes out: logits of a
 * whole prompt are 173 MB a row for a picture in tiles. The last token of every row then goes in as
 * the first step of answering, behind the padding, which the mask shuts out and which its position
 * does not count.
 */
final class Generator implements AutoCloseable {
  /** Tiles of 512 pixels need 0.2 GB of attention at a time, and more at once are not faster. */
  private static final int TILES_PER_CALL = 4;

  private final Idefics3 model;
  private final Idefics3Layout layout;
  private final NDManager manager = OnnxGraph.newManager();
  private final Predictor<NDList, NDList> vision;
  private final Predictor<NDList, NDList> embedding;
  private final Predictor<NDList, NDList> decoder;

  Generator(Idefics3 model) {
    this.model = model;
    this.layout = model.layout();
    this.vision = model.vision().newPredictor();
    this.embedding = model.embedding().newPredictor();
    this.decoder = model.decoder().newPredictor();
  }

  /**
   * Answers, in the order of the prompts.
   *
   * @throws ModelException if a graph fails
   */
  List<Generated> generate(List<EncodedPrompt> prompts) {
    try (NDManager batch = manager.newSubManager()) {
      return generate(prompts, batch);
    } catch (TranslateException | EngineException e) {
      throw new ModelException(
          Kind.STOP_RUN,
          "%s failed on %d prompts of up to %d tokens: %s; if memory ran out, lower"
                  .formatted(model.name(), prompts.size(), longest(prompts), e.getMessage())
              + " model.djl.batch-size or model.djl.max-batch-tokens",
          e);
    }
  }

  private List<Generated> generate(List<EncodedPrompt> prompts, NDManager batch)
      throws TranslateException {
    Rows rows = new Rows(prompts, layout);
    NDManager previous = batch.newSubManager();
    NDList cache = model.decoder().emptyCache(previous, prompts.size());
    if (rows.prefillWidth() > 0) {
      float[] embeddings = embed(batch, rows.prefillIds(), prompts.size());
      placeFeatures(batch, prompts, rows, embeddings);
      NDManager step = batch.newSubManager();
      NDList outputs =
          decoder.predict(model.decoder().inputs(step, rows.prefill(embeddings), cache));
      cache = cacheOf(outputs);
      previous.close();
      previous = step;
    }
    while (!rows.finished()) {
      float[] embeddings = embed(batch, rows.nextIds(), prompts.size());
      // Outputs belong to the manager of the first input, so closing a step's manager after the
      // next step frees its cache; memory stays that of two steps.
      NDManager step = batch.newSubManager();
      NDList outputs =
          decoder.predict(model.decoder().inputs(step, rows.answerStep(embeddings), cache));
      NDArray logits = OnnxGraph.named(outputs, "logits");
      rows.accept(largestOf(Tensors.toFloats(logits), prompts.size()));
      cache = cacheOf(outputs);
      previous.close();
      previous = step;
    }
    previous.close();
    return rows.answers();
  }

  /** The cache among a step's outputs; the logits are freed. */
  private NDList cacheOf(NDList outputs) {
    OnnxGraph.named(outputs, "logits").close();
    return model.decoder().cacheOf(outputs);
  }

  private float[] embed(NDManager batch, long[] ids, int rows) throws TranslateException {
    try (NDManager call = batch.newSubManager()) {
      NDArray input =
          Tensors.integers(
              call, model.embedding().input("input_ids"), ids, rows, ids.length / rows);
      NDList outputs = embedding.predict(new NDList(input));
      return Tensors.toFloats(OnnxGraph.named(outputs, "inputs_embeds"));
    }
  }

  /** Writes the features of all tiles over the embeddings of image tokens, in order. */
  private void placeFeatures(
      NDManager batch, List<EncodedPrompt> prompts, Rows rows, float[] embeddings)
      throws TranslateException {
    List<RgbImage> tiles = prompts.stream().flatMap(p -> p.tiles().stream()).toList();
    int[] places = rows.imagePlaces();
    int hidden = embeddings.length / rows.prefillIds().length;
    int place = 0;
    for (int from = 0; from < tiles.size(); from += TILES_PER_CALL) {
      List<RgbImage> part = tiles.subList(from, Math.min(from + TILES_PER_CALL, tiles.size()));
      float[] features = look(batch, part);
      int tokens = part.size() * layout.tokensPerTile();
      if (features.length != tokens * hidden) {
        throw new ModelException(
            Kind.REJECTED,
            "vision_encoder of %s gave %d numbers for %d tiles, not %d tokens of %d each"
                .formatted(
                    model.name(), features.length, part.size(), layout.tokensPerTile(), hidden));
      }
      for (int token = 0; token < tokens; token++) {
        System.arraycopy(features, token * hidden, embeddings, places[place++] * hidden, hidden);
      }
    }
  }

  /** The features of tiles: {@code [tiles * tokensPerTile, hidden]}. */
  float[] look(NDManager batch, List<RgbImage> tiles) throws TranslateException {
    int edge = layout.tilePixels();
    int tileLength = 3 * edge * edge;
    float[] pixels = new float[tiles.size() * tileLength];
    for (int i = 0; i < tiles.size(); i++) {
      layout.scale().write(tiles.get(i), pixels, i * tileLength, new ImageSize(edge, edge));
    }
    OnnxGraph graph = model.vision();
    try (NDManager call = batch.newSubManager()) {
      NDList inputs =
          new NDList(
              Tensors.floats(
                  call, graph.input("pixel_values"), pixels, 1, tiles.size(), 3, edge, edge));
      if (graph.takes("pixel_attention_mask")) {
        long[] all = new long[tiles.size() * edge * edge];
        Arrays.fill(all, 1);
        TensorInfo mask = graph.input("pixel_attention_mask");
        inputs.add(Tensors.integers(call, mask, all, 1, tiles.size(), edge, edge));
      }
      return Tensors.toFloats(OnnxGraph.named(vision.predict(inputs), "image_features"));
    }
  }

  /** The token with the largest logit of each row, the lowest of equals. */
  private long[] largestOf(float[] logits, int rows) {
    int vocabulary = logits.length / rows;
    return IntStream.range(0, rows)
        .mapToLong(row -> largest(logits, row * vocabulary, vocabulary))
        .toArray();
  }

  private long largest(float[] logits, int from, int count) {
    int best = -1;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      if (logits[from + i] > most) {
        most = logits[from + i];
        best = i;
      }
    }
    if (best < 0) {
      throw new ModelException(
          Kind.STOP_RUN,
          "The decoder of %s gave no finite number; try another variant (model.djl.decoder-suffix)"
              .formatted(model.name()));
    }
    return best;
  }

  private static int longest(List<EncodedPrompt> prompts) {
    return prompts.stream().mapToInt(EncodedPrompt::length).max().orElse(0);
  }

  @Override
  public void close() {
    vision.close();
    embedding.close();
    decoder.close();
    manager.close();
  }
}
