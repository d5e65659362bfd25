package dev.pancap.features;

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
import dev.pancap.model.djl.Idefics3Layout;
import dev.pancap.model.djl.TileCutter;
import dev.pancap.model.djl.Tiles;
import dev.pancap.onnx.ConfigFile;
import dev.pancap.onnx.ModelFolder;
import dev.pancap.onnx.OnnxGraph;
import dev.pancap.onnx.OnnxHeader;
import dev.pancap.onnx.PilResize;
import dev.pancap.onnx.PixelScale;
import dev.pancap.onnx.SessionThreads;
import dev.pancap.onnx.TensorInfo;
import dev.pancap.onnx.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * The picture side of a model: the {@code vision_encoder} of Idefics3 and SmolVLM, or the vision
 * graph of a CLIP or SigLIP folder. Safe for use by several threads; one instance serves a JVM.
 *
 * <p>A picture is squeezed into the square that the graph takes, never cropped, so that the grid
 * covers all of it and every mask has its vector.
 */
public final class VisionTower implements AutoCloseable {
  private final ModelFolder folder;
  private final Path file;
  private final OnnxGraph graph;
  private final TensorInfo pixels;
  private final PixelScale scale;
  private final Function<RgbImage, Tiles> cutter;
  private final String output;
  private final Queue<Predictor<NDList, NDList>> idle = new ConcurrentLinkedQueue<>();

  private VisionTower(ModelFolder folder, Path file, FeaturesConfig config, ConfigFile pictures) {
    this.folder = folder;
    this.file = file;
    this.graph =
        OnnxGraph.load(
            file,
            config.threads() > 0
                ? new SessionThreads(config.threads())
                : SessionThreads.sharedBy(1));
    this.pixels = graph.input("pixel_values");
    this.scale = PixelScale.of(pictures);
    this.output =
        graph.header().output("image_features").isPresent()
            ? "image_features"
            : graph.output("last_hidden_state").name();
    this.cutter = isIdefics3(pixels) ? tiles(folder, config) : squeezed(pictures, pixels);
  }

  /**
   * Loads a vision graph: {@code vision_encoder}, {@code vision_model} or {@code model}, whichever
   * is there first.
   *
   * @param folderPath the model's folder on this machine
   * @throws dev.pancap.config.ConfigException if the folder or a file in it is missing or wrong
   */
  public static VisionTower open(String folderPath, FeaturesConfig config) {
    ModelFolder folder = ModelFolder.open(folderPath, "--model");
    return new VisionTower(folder, graph(folder, config), config, pictures(folder));
  }

  /**
   * Looks whether a folder can be opened, without loading its weights.
   *
   * @return the fingerprint of the files that features depend on
   * @throws dev.pancap.config.ConfigException as {@link #open}, as far as files can tell
   */
  public static String check(String folderPath, FeaturesConfig config) {
    ModelFolder folder = ModelFolder.open(folderPath, "--model");
    Path file = graph(folder, config);
    OnnxHeader.read(file);
    PixelScale.of(pictures(folder));
    return fingerprint(folder, file);
  }

  private static ConfigFile pictures(ModelFolder folder) {
    return folder
        .findConfig("preprocessor_config.json")
        .or(
            () ->
                folder
                    .findConfig("processor_config.json")
                    .flatMap(processor -> processor.section("image_processor")))
        .orElseGet(() -> folder.config("preprocessor_config.json"));
  }

  private static Path graph(ModelFolder folder, FeaturesConfig config) {
    for (String name : List.of("vision_encoder", "vision_model", "model")) {
      if (Files.exists(folder.resolve("onnx/" + name + config.suffix() + ".onnx"))) {
        return folder.graph(name, config.suffix());
      }
    }
    return folder.graph("vision_encoder", config.suffix()); // says what is missing
  }

  private static boolean isIdefics3(TensorInfo pixels) {
    return pixels.dims().size() == 5;
  }

  private static Function<RgbImage, Tiles> tiles(ModelFolder folder, FeaturesConfig config) {
    TileCutter cutter =
        new TileCutter(
            Idefics3Layout.read(folder),
            new TileCutter.Cutting(config.longestEdge(), config.splitImages()));
    return cutter::cut;
  }

  private static Function<RgbImage, Tiles> squeezed(ConfigFile pictures, TensorInfo pixels) {
    int edge =
        (int)
            pixels.dim(
                2,
                pictures
                    .optionalInteger("crop_size.height")
                    .or(() -> pictures.optionalInteger("size.height"))
                    .orElseGet(() -> pictures.integer("size.shortest_edge")));
    int number = pictures.optionalInteger("resample").orElse(3);
    if (number < 1 || number > 5) {
      throw pictures.error("resample must be 1 to 5, found %d", number);
    }
    PilResize.Filter filter = PilResize.Filter.ofPillow(number);
    return picture -> new Tiles(0, 0, List.of(PilResize.resize(picture, edge, edge, filter)));
  }

  public String name() {
    return folder.name();
  }

  /** Identifies the files that features depend on. */
  public String fingerprint() {
    return fingerprint(folder, file);
  }

  private static String fingerprint(ModelFolder folder, Path file) {
    return folder.fingerprint(
        List.of(
            file,
            folder.resolve("preprocessor_config.json"),
            folder.resolve("processor_config.json")));
  }

  /**
   * @throws ModelException if the graph fails, or gives no square grid a tile
   */
  public PictureFeatures look(RgbImage picture) {
    Tiles tiles = cutter.apply(picture);
    Predictor<NDList, NDList> free = idle.poll();
    Predictor<NDList, NDList> predictor = free == null ? graph.newPredictor() : free;
    try {
      List<FeatureGrid> grids = new ArrayList<>();
      for (RgbImage tile : tiles.pictures()) {
        grids.add(look(tile, predictor));
      }
      FeatureGrid whole = grids.get(grids.size() - 1);
      return new PictureFeatures(tiles.rows() == 0 ? whole : joined(tiles, grids), whole);
    } catch (TranslateException | EngineException e) {
      throw new ModelException(
          Kind.STOP_RUN, "%s failed on a picture: %s".formatted(name(), e.getMessage()), e);
    } finally {
      idle.add(predictor);
    }
  }

  private FeatureGrid look(RgbImage tile, Predictor<NDList, NDList> predictor)
      throws TranslateException {
    ImageSize size = new ImageSize(tile.width(), tile.height());
    float[] values = new float[3 * size.width() * size.height()];
    scale.write(tile, values, 0, size);
    long[] shape =
        isIdefics3(pixels)
            ? new long[] {1, 1, 3, size.height(), size.width()}
            : new long[] {1, 3, size.height(), size.width()};
    try (NDManager call = OnnxGraph.newManager()) {
      NDList inputs = new NDList(Tensors.floats(call, pixels, values, shape));
      if (graph.takes("pixel_attention_mask")) {
        long[] all = new long[size.width() * size.height()];
        Arrays.fill(all, 1);
        TensorInfo mask = graph.input("pixel_attention_mask");
        inputs.add(Tensors.integers(call, mask, all, 1, 1, size.height(), size.width()));
      }
      NDArray features = OnnxGraph.named(predictor.predict(inputs), output);
      int dimension = (int) features.getShape().get(features.getShape().dimension() - 1);
      return grid(Tensors.toFloats(features), dimension);
    }
  }

  /** A square of vectors; one vector before them, CLIP's class token, is left out. */
  private FeatureGrid grid(float[] values, int dimension) {
    int vectors = values.length / dimension;
    int edge = (int) Math.sqrt(vectors);
    int extra = vectors - edge * edge;
    if (extra > 1) {
      throw new ModelException(
          Kind.STOP_RUN,
          "%s gives %d vectors for a picture, which is no square grid".formatted(name(), vectors));
    }
    return new FeatureGrid(
        edge, edge, dimension, Arrays.copyOfRange(values, extra * dimension, values.length));
  }

  private static FeatureGrid joined(Tiles tiles, List<FeatureGrid> grids) {
    FeatureGrid first = grids.get(0);
    int edge = first.columns();
    int dimension = first.dimension();
    int columns = edge * tiles.columns();
    float[] values = new float[columns * edge * tiles.rows() * dimension];
    for (int tile = 0; tile < tiles.rows() * tiles.columns(); tile++) {
      int left = tile % tiles.columns() * edge;
      int top = tile / tiles.columns() * edge;
      for (int row = 0; row < edge; row++) {
        System.arraycopy(
            grids.get(tile).values(),
            row * edge * dimension,
            values,
            ((top + row) * columns + left) * dimension,
            edge * dimension);
      }
    }
    return new FeatureGrid(columns, edge * tiles.rows(), dimension, values);
  }

  /** Frees the model; no call may be in work. */
  @Override
  public void close() {
    idle.forEach(Predictor::close);
    graph.close();
  }
}
