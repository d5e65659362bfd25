package dev.pancap.segment;

import static dev.pancap.onnx.OnnxGraphWriter.FLOAT;
import static dev.pancap.onnx.OnnxGraphWriter.INT64;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.onnx.OnnxGraphWriter;
import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a model folder whose network knows colours: each query claims the pixels that are near its
 * colour, with the same certainty for its class. Its answers can be told without running it.
 */
final class ColourSegmenterFolder {
  /** Logit of a pixel of exactly the colour. */
  private static final float CERTAINTY = 8;

  /** Half the way between two corners of the colour cube. */
  private static final float HALF_A_CHANNEL = 0.5f;

  /** A class of queries whose pixels belong to nobody. */
  static final String NO_CATEGORY = "N/A";

  private final PanopticFamily family;
  private final List<Query> queries;
  private final float nearness;

  /** A colour as 0xRRGGBB and the category that it stands for. */
  record Query(int rgb, String category) {}

  private ColourSegmenterFolder(PanopticFamily family, List<Query> queries, float reach) {
    this.family = family;
    this.queries = queries;
    this.nearness = reach * reach;
  }

  static Path write(Path folder, PanopticFamily family, List<Query> queries) throws IOException {
    return write(folder, family, queries, HALF_A_CHANNEL);
  }

  /**
   * @param reach how far from its colour a query's pixels may be, a channel being 0 to 1
   */
  static Path write(Path folder, PanopticFamily family, List<Query> queries, float reach)
      throws IOException {
    ColourSegmenterFolder writer = new ColourSegmenterFolder(family, queries, reach);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"do_resize": false, "resample": 2, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}
        """);
    ObjectMapper json = new ObjectMapper();
    ObjectNode config = json.createObjectNode();
    config.put("model_type", family.name().toLowerCase(Locale.ROOT));
    ObjectNode labels = config.putObject("id2label");
    List<String> names = writer.labels();
    for (int i = 0; i < names.size(); i++) {
      labels.put(Integer.toString(i), names.get(i));
    }
    Files.writeString(folder.resolve("config.json"), config.toString());
    writer.writeGraph(folder.resolve("onnx/model.onnx"));
    return folder;
  }

  /** DETR numbers its classes as COCO does, with gaps; the others count them. */
  private List<String> labels() {
    List<String> names = new ArrayList<>();
    for (Category category : CategoryTable.coco().all()) {
      while (family == PanopticFamily.DETR && names.size() < category.id()) {
        names.add(NO_CATEGORY);
      }
      names.add(category.name());
    }
    if (queries.stream().anyMatch(query -> query.category.equals(NO_CATEGORY))
        && !names.contains(NO_CATEGORY)) {
      names.add(NO_CATEGORY);
    }
    return names;
  }

  private void writeGraph(Path file) throws IOException {
    List<String> labels = labels();
    int count = queries.size();
    OnnxGraphWriter graph = new OnnxGraphWriter();
    graph.input("pixel_values", FLOAT, "batch", 3, "height", "width");
    float[] twiceColours = new float[count * 3];
    float[] squares = new float[count];
    float[] classes = new float[count * (labels.size() + 1)];
    Arrays.fill(classes, -10);
    for (int q = 0; q < count; q++) {
      for (int channel = 0; channel < 3; channel++) {
        float colour = ((queries.get(q).rgb >> (16 - 8 * channel)) & 0xFF) / 255f;
        twiceColours[q * 3 + channel] = 2 * colour;
        squares[q] += colour * colour;
      }
      classes[q * (labels.size() + 1) + labels.indexOf(queries.get(q).category)] = 4;
    }
    // |p - c|^2 = |p|^2 - 2 p c + |c|^2
    String dots = graph.op("Conv", "pixel_values", graph.floats(twiceColours, count, 3, 1, 1));
    String own =
        graph.op(
            "ReduceSum",
            Map.of("keepdims", 1),
            graph.op("Mul", "pixel_values", "pixel_values"),
            graph.integers(1));
    String distance =
        graph.op("Add", graph.op("Sub", own, dots), graph.floats(squares, 1, count, 1, 1));
    String near = graph.op("Sub", graph.floats(new float[] {nearness}), distance);
    String masks = graph.op("Mul", near, graph.floats(new float[] {CERTAINTY / nearness}));
    String batch =
        graph.op("Slice", graph.op("Shape", "pixel_values"), graph.integers(0), graph.integers(1));
    String shape =
        graph.op("Concat", Map.of("axis", 0), batch, graph.integers(count, labels.size() + 1));
    String logits = graph.op("Expand", graph.floats(classes, 1, count, labels.size() + 1), shape);
    if (family == PanopticFamily.DETR) {
      graph.input("pixel_mask", INT64, "batch", 64, 64);
      String zero =
          graph.op(
              "Mul",
              graph.op("ReduceMean", graph.op("Cast", Map.of("to", FLOAT), "pixel_mask")),
              graph.floats(new float[] {0}));
      logits = graph.op("Add", logits, graph.op("Reshape", zero, graph.integers(1)));
    }
    boolean detr = family == PanopticFamily.DETR;
    graph.output(
        logits, detr ? "logits" : "class_queries_logits", FLOAT, "batch", count, labels.size() + 1);
    graph.output(
        masks, detr ? "pred_masks" : "masks_queries_logits", FLOAT, "batch", count, "h", "w");
    graph.write(file);
  }
}
