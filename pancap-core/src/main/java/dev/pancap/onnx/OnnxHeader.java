package dev.pancap.onnx;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a graph takes and gives: names, element types and dimensions, read from the file without its
 * weights and without a session.
 *
 * @param domains operator sets that the graph imports; {@code ai.onnx} is the standard one
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto: ModelProto</a>
 */
public record OnnxHeader(List<TensorInfo> inputs, List<TensorInfo> outputs, List<String> domains) {
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPSET_IMPORT = 8;
  private static final int OPSET_DOMAIN = 1;
  private static final int GRAPH_INPUT = 11;
  private static final int GRAPH_OUTPUT = 12;
  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int TENSOR_ELEMENT_TYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int SHAPE_DIM = 1;
  private static final int DIM_VALUE = 1;

  public OnnxHeader {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    domains = List.copyOf(domains);
  }

  /**
   * @throws ConfigException if the file cannot be read or is not an ONNX graph
   */
  public static OnnxHeader read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() == 0 || channel.size() > Integer.MAX_VALUE) {
        throw new IOException(
            "an ONNX file has 1 byte to 2 GB, this one has %d bytes".formatted(channel.size()));
      }
      // Mapped, so that skipping over gigabytes of weights reads none of them.
      return parse(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    } catch (IOException e) {
      throw new ConfigException(
          "%s cannot be read as an ONNX graph: %s".formatted(file, e.getMessage()), e);
    }
  }

  static OnnxHeader parse(ByteBuffer file) throws IOException {
    List<TensorInfo> inputs = new ArrayList<>();
    List<TensorInfo> outputs = new ArrayList<>();
    List<String> domains = new ArrayList<>();
    boolean graphSeen = false;
    ProtobufReader model = new ProtobufReader(file);
    while (model.next()) {
      if (model.field() == MODEL_GRAPH && model.holdsMessage()) {
        readGraph(model.bytes(), inputs, outputs);
        graphSeen = true;
      } else if (model.field() == MODEL_OPSET_IMPORT && model.holdsMessage()) {
        domains.add(readDomain(model.bytes()));
      } else {
        model.skip();
      }
    }
    if (!graphSeen || outputs.isEmpty()) {
      throw new IOException("it holds no graph with outputs");
    }
    return new OnnxHeader(inputs, outputs, domains);
  }

  public Optional<TensorInfo> input(String name) {
    return inputs.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  public Optional<TensorInfo> output(String name) {
    return outputs.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  private static void readGraph(ByteBuffer bytes, List<TensorInfo> inputs, List<TensorInfo> outputs)
      throws IOException {
    ProtobufReader graph = new ProtobufReader(bytes);
    while (graph.next()) {
      if (graph.field() == GRAPH_INPUT && graph.holdsMessage()) {
        inputs.add(readValue(graph.bytes()));
      } else if (graph.field() == GRAPH_OUTPUT && graph.holdsMessage()) {
        outputs.add(readValue(graph.bytes()));
      } else {
        graph.skip();
      }
    }
  }

  private static String readDomain(ByteBuffer bytes) throws IOException {
    String domain = "";
    ProtobufReader opset = new ProtobufReader(bytes);
    while (opset.next()) {
      if (opset.field() == OPSET_DOMAIN && opset.holdsMessage()) {
        domain = opset.text();
      } else {
        opset.skip();
      }
    }
    return domain.isEmpty() ? "ai.onnx" : domain;
  }

  private static TensorInfo readValue(ByteBuffer bytes) throws IOException {
    String name = "";
    TensorInfo tensor = new TensorInfo("", ElementType.OTHER, List.of());
    ProtobufReader value = new ProtobufReader(bytes);
    while (value.next()) {
      if (value.field() == VALUE_NAME && value.holdsMessage()) {
        name = value.text();
      } else if (value.field() == VALUE_TYPE && value.holdsMessage()) {
        ProtobufReader type = new ProtobufReader(value.bytes());
        while (type.next()) {
          if (type.field() == TYPE_TENSOR && type.holdsMessage()) {
            tensor = readTensor(type.bytes());
          } else {
            type.skip();
          }
        }
      } else {
        value.skip();
      }
    }
    return new TensorInfo(name, tensor.type(), tensor.dims());
  }

  private static TensorInfo readTensor(ByteBuffer bytes) throws IOException {
    ElementType elementType = ElementType.OTHER;
    List<Long> dims = new ArrayList<>();
    ProtobufReader tensor = new ProtobufReader(bytes);
    while (tensor.next()) {
      if (tensor.field() == TENSOR_ELEMENT_TYPE && tensor.holdsNumber()) {
        elementType = ElementType.ofCode(tensor.varint());
      } else if (tensor.field() == TENSOR_SHAPE && tensor.holdsMessage()) {
        ProtobufReader shape = new ProtobufReader(tensor.bytes());
        while (shape.next()) {
          if (shape.field() == SHAPE_DIM && shape.holdsMessage()) {
            dims.add(readDim(shape.bytes()));
          } else {
            shape.skip();
          }
        }
      } else {
        tensor.skip();
      }
    }
    return new TensorInfo("", elementType, dims);
  }

  private static long readDim(ByteBuffer bytes) throws IOException {
    long size = TensorInfo.ANY;
    ProtobufReader dim = new ProtobufReader(bytes);
    while (dim.next()) {
      if (dim.field() == DIM_VALUE && dim.holdsNumber()) {
        long value = dim.varint();
        size = value > 0 ? value : TensorInfo.ANY;
      } else {
        dim.skip();
      }
    }
    return size;
  }
}
