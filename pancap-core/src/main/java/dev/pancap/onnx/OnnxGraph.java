package dev.pancap.onnx;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A loaded graph: one ONNX Runtime session, which any number of predictors share. Loading is meant
 * to happen once a JVM, since the runtime keeps part of a closed session's memory.
 */
public final class OnnxGraph implements AutoCloseable {
  private static final String ENGINE = "OnnxRuntime";

  static {
    // Before DJL looks: never a download, no telemetry, no search for a second tensor engine.
    for (String flag : List.of("ai.djl.offline", "ai.djl.onnx.disable_alternative")) {
      if (System.getProperty(flag) == null) {
        System.setProperty(flag, "true");
      }
    }
  }

  private final Path file;
  private final OnnxHeader header;
  private final ZooModel<NDList, NDList> model;
  private final Set<String> inputs;

  private OnnxGraph(Path file, OnnxHeader header, ZooModel<NDList, NDList> model) {
    this.file = file;
    this.header = header;
    this.model = model;
    this.inputs = new LinkedHashSet<>(model.getBlock().describeInput().keys());
  }

  /**
   * @throws ConfigException if the file is no graph that this machine's ONNX Runtime can run
   */
  public static OnnxGraph load(Path file, SessionThreads threads) {
    OnnxHeader header = OnnxHeader.read(file);
    try {
      return new OnnxGraph(
          file,
          header,
          Criteria.builder()
              .setTypes(NDList.class, NDList.class)
              .optEngine(ENGINE)
              // The CPU build of the runtime is what pancap ships; DJL would look for a GPU.
              .optDevice(Device.cpu())
              .optModelPath(file)
              .optOption("intraOpNumThreads", Integer.toString(threads.perCall()))
              .optOption("interOpNumThreads", "1")
              .optTranslator(new NoopTranslator())
              .build()
              .loadModel());
    } catch (IOException | ModelNotFoundException | MalformedModelException | EngineException e) {
      throw new ConfigException(
          "%s cannot be loaded by ONNX Runtime: %s".formatted(file, reason(e)), e);
    }
  }

  /** A manager for tensors that are not bound to one call. The caller closes it. */
  public static NDManager newManager() {
    return NDManager.newBaseManager(Device.cpu(), ENGINE);
  }

  public OnnxHeader header() {
    return header;
  }

  /** Whether the graph wants an input of this name. */
  public boolean takes(String input) {
    return inputs.contains(input);
  }

  /** The names of the inputs that must be given, in the graph's order. */
  public Set<String> inputNames() {
    return Set.copyOf(inputs);
  }

  /**
   * @throws ConfigException if the graph takes no input of this name
   */
  public TensorInfo input(String name) {
    return header
        .input(name)
        .filter(tensor -> takes(name))
        .orElseThrow(() -> wrongGraph("takes no input", name, inputs));
  }

  /**
   * @throws ConfigException if the graph gives no output of this name
   */
  public TensorInfo output(String name) {
    return header
        .output(name)
        .orElseThrow(
            () ->
                wrongGraph(
                    "gives no output",
                    name,
                    header.outputs().stream().map(TensorInfo::name).toList()));
  }

  /** One for each thread; the caller closes it. */
  public Predictor<NDList, NDList> newPredictor() {
    return model.newPredictor();
  }

  /**
   * The named tensor of a call's outputs.
   *
   * @throws IllegalStateException if it is not among them, which the header's check rules out
   */
  public static NDArray named(NDList outputs, String name) {
    for (NDArray output : outputs) {
      if (name.equals(output.getName())) {
        return output;
      }
    }
    throw new IllegalStateException("The graph gave no " + name);
  }

  @Override
  public void close() {
    model.close();
  }

  private ConfigException wrongGraph(String what, String name, Iterable<String> there) {
    return new ConfigException(
        "%s %s '%s' (it has: %s); it is a graph of another task or layout"
            .formatted(file, what, name, String.join(", ", there)));
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).strip();
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
