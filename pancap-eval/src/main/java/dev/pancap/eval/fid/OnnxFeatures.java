package dev.pancap.eval.fid;

import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.image.ImageSize;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.onnx.ConfigFile;
import dev.pancap.onnx.ModelFolder;
import dev.pancap.onnx.OnnxGraph;
import dev.pancap.onnx.PilResize;
import dev.pancap.onnx.PixelScale;
import dev.pancap.onnx.SessionThreads;
import dev.pancap.onnx.TensorInfo;
import dev.pancap.onnx.Tensors;
import dev.pancap.quarantine.BadRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Features of pictures by a network in ONNX: one vector a picture, from a graph with one input of
 * (1, 3, height, width). Size and scale are those of {@code preprocessor_config.json}; a folder
 * without one is taken for Inception's, 299 x 299 by Pillow's bicubic filter, samples from -1 to 1.
 * For one thread.
 */
public final class OnnxFeatures implements AutoCloseable {
  private static final int INCEPTION_EDGE = 299;
  private static final int BICUBIC = 3;
  private static final List<Double> HALF = List.of(0.5, 0.5, 0.5);

  private final ModelFolder folder;
  private final OnnxGraph graph;
  private final Predictor<NDList, NDList> predictor;
  private final TensorInfo pixels;
  private final String output;
  private final ImageSize size;
  private final PilResize.Filter filter;
  private final PixelScale scale;

  private OnnxFeatures(ModelFolder folder, OnnxGraph graph) {
    this.folder = folder;
    this.graph = graph;
    this.predictor = graph.newPredictor();
    List<String> inputs = List.copyOf(graph.inputNames());
    ConfigException.check(
        inputs.size() == 1 && graph.input(inputs.get(0)).dims().size() == 4,
        "--model %s: the graph must take pictures, (1, 3, height, width), and nothing else; it takes %s",
        folder.path(),
        inputs);
    pixels = graph.input(inputs.get(0));
    output = graph.header().outputs().get(0).name();
    Optional<ConfigFile> pictures = folder.findConfig("preprocessor_config.json");
    size = size(pictures.orElse(null));
    filter = PilResize.Filter.ofPillow(resample(pictures.orElse(null)));
    scale = pictures.map(PixelScale::of).orElseGet(() -> new PixelScale(1 / 255.0, HALF, HALF));
  }

  /**
   * Opens {@code model.onnx} of a folder or of its {@code onnx/}.
   *
   * @throws ConfigException if the folder does not hold a graph of pictures
   */
  public static OnnxFeatures open(Path model) {
    ModelFolder folder = ModelFolder.open(model.toString(), "--model");
    Path beside = folder.resolve("model.onnx");
    Path file = Files.isRegularFile(beside) ? beside : folder.graph("model", "");
    return new OnnxFeatures(folder, OnnxGraph.load(file, SessionThreads.sharedBy(1)));
  }

  private ImageSize size(@Nullable ConfigFile pictures) {
    int height = edge(pictures, "height");
    int width = edge(pictures, "width");
    return new ImageSize((int) pixels.dim(3, width), (int) pixels.dim(2, height));
  }

  private static int edge(@Nullable ConfigFile pictures, String side) {
    return pictures == null
        ? INCEPTION_EDGE
        : pictures
            .optionalInteger("crop_size." + side)
            .or(() -> pictures.optionalInteger("size." + side))
            .or(() -> pictures.optionalInteger("size.shortest_edge"))
            .orElse(INCEPTION_EDGE);
  }

  private static int resample(@Nullable ConfigFile pictures) {
    int number = pictures == null ? BICUBIC : pictures.optionalInteger("resample").orElse(BICUBIC);
    ConfigException.check(
        number >= 1 && number <= 5,
        "resample of preprocessor_config.json must be 1 to 5: %d",
        number);
    return number;
  }

  /** How pictures became features, for the result. */
  public String description() {
    return "%s, %d x %d, %s".formatted(folder.name(), size.width(), size.height(), filter);
  }

  /**
   * The features of all JPEG and PNG files below a folder, by name.
   *
   * @param badPictures receives a line for each file that is no whole picture and is left out
   * @throws ConfigException if there are not two pictures that can be used
   */
  public Gaussian ofPictures(Path pictures, LimitsConfig limits, List<String> badPictures) {
    FeatureState state = null;
    for (Path file : files(pictures)) {
      try {
        double[] feature = of(Jpeg.decode(read(file, limits), limits));
        if (state == null) {
          state = new FeatureState(feature.length);
        }
        state.add(feature);
      } catch (BadRecordException e) {
        badPictures.add(file + ": " + e.getMessage());
      } catch (IllegalArgumentException e) {
        throw new ConfigException("%s: %s".formatted(file, e.getMessage()), e);
      }
    }
    try {
      return (state == null ? new FeatureState(1) : state).toGaussian();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "%s holds too few pictures (.jpg, .jpeg, .png): %s%s"
              .formatted(
                  pictures,
                  e.getMessage(),
                  badPictures.isEmpty() ? "" : "; the first bad one: " + badPictures.get(0)),
          e);
    }
  }

  private static byte[] read(Path file, LimitsConfig limits) {
    try {
      // One byte more than is allowed tells a file that is too large, without reading all of it.
      long most = Math.min(Integer.MAX_VALUE - 8L, limits.maxFileBytes() + 1);
      try (var in = Files.newInputStream(file)) {
        return in.readNBytes((int) most);
      }
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      return new ArrayList<>(
          found
              .filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|png)"))
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new ConfigException("%s cannot be read: %s".formatted(folder, e), e);
    }
  }

  /** The feature of one picture. */
  double[] of(RgbImage picture) {
    RgbImage fitted = PilResize.resize(picture, size.width(), size.height(), filter);
    float[] values = new float[3 * size.width() * size.height()];
    scale.write(fitted, values, 0, size);
    try (NDManager call = OnnxGraph.newManager()) {
      NDArray input = Tensors.floats(call, pixels, values, 1, 3, size.height(), size.width());
      NDArray found = OnnxGraph.named(predictor.predict(new NDList(input)), output);
      float[] numbers = Tensors.toFloats(found);
      double[] feature = new double[numbers.length];
      for (int i = 0; i < feature.length; i++) {
        feature[i] = numbers[i];
      }
      return feature;
    } catch (TranslateException | EngineException e) {
      throw new ConfigException(
          "--model %s fails on a picture of %s: %s".formatted(folder.path(), size, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    predictor.close();
    graph.close();
  }
}
