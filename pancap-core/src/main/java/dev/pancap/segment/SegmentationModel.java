package dev.pancap.segment;

import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import dev.pancap.config.ConfigException;
import dev.pancap.image.ImageSize;
import dev.pancap.image.RgbImage;
import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import dev.pancap.model.RequestKey;
import dev.pancap.onnx.ConfigFile;
import dev.pancap.onnx.ModelFolder;
import dev.pancap.onnx.OnnxGraph;
import dev.pancap.onnx.OnnxHeader;
import dev.pancap.onnx.PixelScale;
import dev.pancap.onnx.SessionThreads;
import dev.pancap.onnx.TensorInfo;
import dev.pancap.onnx.Tensors;
import dev.pancap.panoptic.CategoryTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * A panoptic network of the DETR, MaskFormer or Mask2Former family in the Hugging Face ONNX layout.
 * Safe for use by several threads; one instance serves a JVM.
 */
public final class SegmentationModel implements AutoCloseable {
  /** Changes when the same files and settings find other segments than before. */
  private static final String VERSION = "1";

  private static final ImageSize MASK2FORMER_MASKS = new ImageSize(384, 384);

  private final ModelFolder folder;
  private final SegmentConfig config;
  private final PanopticFamily family;
  private final OnnxGraph graph;
  private final TensorInfo pixels;
  private final TensorInfo classLogits;
  private final TensorInfo maskLogits;
  private final ClassNames classes;
  private final PictureScaler scaler;
  private final PixelScale scale;
  private final String fingerprint;
  private final Queue<Predictor<NDList, NDList>> idle = new ConcurrentLinkedQueue<>();

  private SegmentationModel(
      ModelFolder folder, SegmentConfig config, OnnxGraph graph, CategoryTable categories) {
    ConfigFile model = folder.config("config.json");
    ConfigFile preprocessor = folder.config("preprocessor_config.json");
    this.folder = folder;
    this.config = config;
    this.family = PanopticFamily.of(model);
    this.graph = graph;
    this.pixels = graph.input("pixel_values");
    this.classLogits = PanopticFamily.classLogits(graph);
    this.maskLogits = PanopticFamily.maskLogits(graph);
    long columns = classLogits.dim(2, TensorInfo.ANY);
    this.classes =
        ClassNames.read(model, columns == TensorInfo.ANY ? columns : columns - 1, categories);
    this.scaler = PictureScaler.of(preprocessor, family);
    this.scale = PixelScale.of(preprocessor);
    this.fingerprint = fingerprint(folder, config);
  }

  private static String fingerprint(ModelFolder folder, SegmentConfig config) {
    return RequestKey.start()
        .with("version", VERSION)
        .with("files", folder.fingerprint(files(folder, config)))
        .with("score-threshold", Double.toString(config.scoreThreshold()))
        .with("mask-threshold", Double.toString(config.maskThreshold()))
        .with("overlap-threshold", Double.toString(config.overlapThreshold()))
        .hex();
  }

  /**
   * Loads a model.
   *
   * @param folderPath the model's folder on this machine
   * @throws dev.pancap.config.ConfigException if the folder or a file in it is missing or wrong, or
   *     a class of the model is no category
   */
  public static SegmentationModel open(
      String folderPath, SegmentConfig config, CategoryTable categories) {
    ModelFolder folder = ModelFolder.open(folderPath, "--model");
    PanopticFamily.of(folder.config("config.json"));
    Path file = folder.graph("model", config.suffix());
    SessionThreads threads =
        config.threads() > 0 ? new SessionThreads(config.threads()) : SessionThreads.sharedBy(1);
    return new SegmentationModel(folder, config, OnnxGraph.load(file, threads), categories);
  }

  /**
   * Looks whether a folder can be opened, without loading its weights.
   *
   * @return name and fingerprint of the model
   * @throws dev.pancap.config.ConfigException as {@link #open}, as far as files can tell
   */
  public static Identity check(String folderPath, SegmentConfig config, CategoryTable categories) {
    ModelFolder folder = ModelFolder.open(folderPath, "--model");
    ConfigFile model = folder.config("config.json");
    PanopticFamily family = PanopticFamily.of(model);
    ClassNames.read(model, classes(folder.graph("model", config.suffix())), categories);
    PictureScaler.of(folder.config("preprocessor_config.json"), family);
    return new Identity(folder.name(), fingerprint(folder, config));
  }

  /** How many classes a graph tells apart, or {@link TensorInfo#ANY} if its header does not say. */
  private static long classes(Path file) {
    OnnxHeader header = OnnxHeader.read(file);
    ConfigException.check(
        header.input("pixel_values").isPresent(),
        "%s takes no input 'pixel_values': it is the graph of another task",
        file);
    TensorInfo logits =
        PanopticFamily.classLogits(header)
            .orElseThrow(
                () ->
                    new ConfigException(
                        "%s gives no class logits of queries: it is the graph of another task"
                            .formatted(file)));
    long columns = logits.dim(2, TensorInfo.ANY);
    return columns == TensorInfo.ANY ? columns : columns - 1;
  }

  /**
   * Which model it is.
   *
   * @param fingerprint of the files and settings that a segmentation depends on
   */
  public record Identity(String name, String fingerprint) {}

  private static List<Path> files(ModelFolder folder, SegmentConfig config) {
    return List.of(
        folder.graph("model", config.suffix()),
        folder.resolve("config.json"),
        folder.resolve("preprocessor_config.json"));
  }

  /** The folder's name, which is what people call the model. */
  public String name() {
    return folder.name();
  }

  /** Identifies the files and settings that a segmentation depends on. */
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * Segments pictures; those that the network sees at one size are computed together.
   *
   * @return in the order of the pictures
   * @throws ModelException if the graph fails
   */
  public List<Segmentation> segment(List<RgbImage> pictures) {
    Map<ImageSize, List<Integer>> bySize = new LinkedHashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      bySize.computeIfAbsent(scaler.sizeOf(pictures.get(i)), size -> new ArrayList<>()).add(i);
    }
    Segmentation[] found = new Segmentation[pictures.size()];
    bySize.forEach(
        (size, members) -> {
          int most = (int) Math.min(config.batchSize(), pixels.dim(0, config.batchSize()));
          for (int from = 0; from < members.size(); from += most) {
            List<Integer> batch = members.subList(from, Math.min(from + most, members.size()));
            List<Segmentation> results = compute(batch.stream().map(pictures::get).toList(), size);
            for (int i = 0; i < batch.size(); i++) {
              found[batch.get(i)] = results.get(i);
            }
          }
        });
    return Arrays.asList(found);
  }

  private List<Segmentation> compute(List<RgbImage> pictures, ImageSize size) {
    Predictor<NDList, NDList> free = idle.poll();
    Predictor<NDList, NDList> predictor = free == null ? graph.newPredictor() : free;
    try (NDManager call = OnnxGraph.newManager()) {
      NDList outputs = predictor.predict(inputs(call, pictures, size));
      return merge(pictures, size, outputs);
    } catch (TranslateException | EngineException e) {
      throw new ModelException(
          Kind.STOP_RUN,
          "%s failed on %d pictures of %d x %d: %s; if memory ran out, lower segment.batch-size"
              .formatted(name(), pictures.size(), size.width(), size.height(), e.getMessage()),
          e);
    } finally {
      idle.add(predictor);
    }
  }

  private NDList inputs(NDManager call, List<RgbImage> pictures, ImageSize size) {
    ImageSize input = inputSize(size);
    int length = 3 * input.width() * input.height();
    float[] values = new float[Math.multiplyExact(pictures.size(), length)];
    for (int i = 0; i < pictures.size(); i++) {
      scale.write(
          scaler.scale(pictures.get(i), size),
          values,
          i * length,
          new ImageSize(input.width(), input.height()));
    }
    int rows = pictures.size();
    NDList inputs =
        new NDList(Tensors.floats(call, pixels, values, rows, 3, input.height(), input.width()));
    if (graph.takes("pixel_mask")) {
      TensorInfo mask = graph.input("pixel_mask");
      // Published DETR graphs fix it at 64 x 64; it says only that no pixel is padding.
      long height = mask.dim(1, input.height());
      long width = mask.dim(2, input.width());
      long[] ones = new long[Math.toIntExact(rows * height * width)];
      Arrays.fill(ones, 1);
      inputs.add(Tensors.integers(call, mask, ones, rows, height, width));
    }
    return inputs;
  }

  /** The graph's own size where it takes only one; pictures are then padded to it. */
  private ImageSize inputSize(ImageSize size) {
    ImageSize input =
        new ImageSize((int) pixels.dim(3, size.width()), (int) pixels.dim(2, size.height()));
    if (input.width() < size.width() || input.height() < size.height()) {
      throw new ModelException(
          Kind.STOP_RUN,
          "%s takes pictures of %d x %d only, preprocessor_config.json scales to %d x %d"
              .formatted(name(), input.width(), input.height(), size.width(), size.height()));
    }
    return input;
  }

  private List<Segmentation> merge(List<RgbImage> pictures, ImageSize size, NDList outputs) {
    NDArray classTensor = OnnxGraph.named(outputs, classLogits.name());
    NDArray maskTensor = OnnxGraph.named(outputs, maskLogits.name());
    int columns = (int) classTensor.getShape().get(2);
    int queries = (int) maskTensor.getShape().get(1);
    int height = (int) maskTensor.getShape().get(2);
    int width = (int) maskTensor.getShape().get(3);
    float[] classValues = finite(Tensors.toFloats(classTensor));
    float[] maskValues = finite(Tensors.toFloats(maskTensor));
    ImageSize input = inputSize(size);
    ImageSize filled =
        new ImageSize(
            Math.max(1, (int) Math.rint((double) width * size.width() / input.width())),
            Math.max(1, (int) Math.rint((double) height * size.height() / input.height())));
    int maskLength = queries * height * width;
    return IntStream.range(0, pictures.size())
        .mapToObj(
            i -> {
              MaskLogits masks =
                  new MaskLogits(
                      queries,
                      width,
                      height,
                      Arrays.copyOfRange(maskValues, i * maskLength, (i + 1) * maskLength));
              QueryClass[] found =
                  QueryClass.ofLogits(
                      Arrays.copyOfRange(
                          classValues, i * queries * columns, (i + 1) * queries * columns),
                      columns);
              return segmentation(masks.cropped(filled), found, pictures.get(i));
            })
        .toList();
  }

  private Segmentation segmentation(MaskLogits masks, QueryClass[] found, RgbImage picture) {
    int[] kept =
        IntStream.range(0, found.length)
            .filter(query -> found[query].label() != QueryClass.NOTHING)
            .filter(query -> found[query].score() > config.scoreThreshold())
            .toArray();
    MaskLogits keptMasks = masks.selected(kept);
    MergedMasks merged =
        PanopticMerge.merge(
            family == PanopticFamily.MASK2FORMER ? keptMasks.scaled(MASK2FORMER_MASKS) : keptMasks,
            Arrays.stream(kept).mapToObj(query -> found[query]).toArray(QueryClass[]::new),
            new PanopticMerge.MergeRules(
                config.thresholds(),
                label -> classes.category(label).isPresent(),
                classes::isStuff),
            new ImageSize(picture.width(), picture.height()));
    return new Segmentation(
        merged.map(),
        merged.segments().stream()
            .map(
                segment ->
                    new Segmentation.Found(
                        segment.id(),
                        classes.category(segment.label()).orElseThrow(),
                        segment.score()))
            .toList());
  }

  private float[] finite(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value * 0; // 0, or NaN from the first infinite value or NaN on
    }
    if (Float.isNaN(sum)) {
      throw new ModelException(
          Kind.STOP_RUN,
          "%s gave numbers that are not finite; try another variant (segment.suffix)"
              .formatted(name()));
    }
    return values;
  }

  /** Frees the model; no call may be in work. */
  @Override
  public void close() {
    idle.forEach(Predictor::close);
    graph.close();
  }
}
