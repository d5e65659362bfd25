package dev.pancap.segment;

import dev.pancap.onnx.ConfigFile;
import dev.pancap.onnx.OnnxGraph;
import dev.pancap.onnx.OnnxHeader;
import dev.pancap.onnx.TensorInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The families of panoptic networks that there are folders of. */
enum PanopticFamily {
  /** DETR with a mask head: classes with COCO's own ids, pictures of any size. */
  DETR,
  /** MaskFormer: sides are multiples of 32. */
  MASKFORMER,
  /** As MaskFormer; its mask logits are scaled to 384 x 384 before anything else. */
  MASK2FORMER;

  private static final List<String> CLASS_LOGITS =
      List.of("logits", "class_queries_logits", "cls_logits");
  private static final List<String> MASK_LOGITS =
      List.of("pred_masks", "masks_queries_logits", "mask_logits");

  /**
   * @throws dev.pancap.config.ConfigException if the model is of another family
   */
  static PanopticFamily of(ConfigFile config) {
    String type = config.text("model_type").toLowerCase(Locale.ROOT);
    for (PanopticFamily family : values()) {
      if (family.name().toLowerCase(Locale.ROOT).equals(type)) {
        return family;
      }
    }
    throw config.error(
        "model_type is '%s'; segmentation runs detr (panoptic), maskformer and mask2former", type);
  }

  static TensorInfo classLogits(OnnxGraph graph) {
    return oneOf(graph, CLASS_LOGITS);
  }

  static Optional<TensorInfo> classLogits(OnnxHeader header) {
    return CLASS_LOGITS.stream().flatMap(name -> header.output(name).stream()).findFirst();
  }

  static TensorInfo maskLogits(OnnxGraph graph) {
    return oneOf(graph, MASK_LOGITS);
  }

  private static TensorInfo oneOf(OnnxGraph graph, List<String> names) {
    for (String name : names) {
      if (graph.header().output(name).isPresent()) {
        return graph.output(name);
      }
    }
    return graph.output(names.get(0)); // says what the graph has instead
  }
}
