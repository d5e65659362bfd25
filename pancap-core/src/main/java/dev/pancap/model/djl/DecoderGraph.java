package dev.pancap.model.djl;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pancap.onnx.OnnxGraph;
import dev.pancap.onnx.TensorInfo;
import dev.pancap.onnx.Tensors;
import java.util.List;

/** The decoder's graph with the cache that goes through it. */
final class DecoderGraph implements AutoCloseable {
  private static final String PAST = "past_key_values";
  private static final String PRESENT = "present";

  private final OnnxGraph graph;
  private final TensorInfo embeddings;
  private final TensorInfo mask;
  private final List<TensorInfo> past;

  /**
   * @throws dev.pancap.config.ConfigException if it is no merged decoder
   */
  DecoderGraph(OnnxGraph graph) {
    this.graph = graph;
    this.embeddings = graph.input("inputs_embeds");
    this.mask = graph.input("attention_mask");
    this.past =
        graph.header().inputs().stream().filter(tensor -> tensor.name().startsWith(PAST)).toList();
    past.forEach(tensor -> graph.output(tensor.name().replaceFirst(PAST, PRESENT)));
    graph.input(PAST + ".0.key");
    graph.output("logits");
  }

  /**
   * Whether rows may have holes in their masks. Without positions of its own a graph counts them
   * from the cache's length, which is right only for rows of equal length.
   */
  boolean takesPositions() {
    return graph.takes("position_ids");
  }

  Predictor<NDList, NDList> newPredictor() {
    return graph.newPredictor();
  }

  /** A cache of no tokens, with the heads, sizes and element types that the graph declares. */
  NDList emptyCache(NDManager manager, int rows) {
    NDList cache = new NDList();
    for (TensorInfo tensor : past) {
      cache.add(
          Tensors.floats(
              manager, tensor, new float[0], rows, tensor.dim(1, 1), 0, tensor.dim(3, 1)));
    }
    return cache;
  }

  /** The inputs of one step; tensors but the cache's are made in {@code manager}. */
  NDList inputs(NDManager manager, Step step, NDList cache) {
    int rows = step.rows();
    NDList inputs =
        new NDList(
            Tensors.floats(
                manager,
                embeddings,
                step.embeddings(),
                rows,
                step.width(),
                step.embeddings().length / rows / step.width()),
            Tensors.integers(manager, mask, step.mask(), rows, step.mask().length / rows));
    if (takesPositions()) {
      inputs.add(
          Tensors.integers(
              manager, graph.input("position_ids"), step.positions(), rows, step.width()));
    }
    if (graph.takes("num_logits_to_keep")) {
      inputs.add(Tensors.integers(manager, graph.input("num_logits_to_keep"), new long[] {1}));
    }
    inputs.addAll(cache);
    return inputs;
  }

  /** The cache among a step's outputs, named as the next step's inputs. */
  NDList cacheOf(NDList outputs) {
    NDList cache = new NDList();
    for (NDArray output : outputs) {
      if (output.getName().startsWith(PRESENT)) {
        output.setName(output.getName().replaceFirst(PRESENT, PAST));
        cache.add(output);
      }
    }
    return cache;
  }

  @Override
  public void close() {
    graph.close();
  }

  /**
   * One step of a batch.
   *
   * @param width tokens a row that are fed
   * @param embeddings {@code [rows, width, hidden]}
   * @param mask {@code [rows, past + width]}, 0 for padding
   * @param positions {@code [rows, width]}
   */
  record Step(int rows, int width, float[] embeddings, long[] mask, long[] positions) {}
}
