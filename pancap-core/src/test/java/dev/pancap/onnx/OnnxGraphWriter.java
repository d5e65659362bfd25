package dev.pancap.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes small ONNX graphs for tests. Values are named; operations return their value's name. */
public final class OnnxGraphWriter {
  /** Element types by ONNX's numbers. */
  public static final int FLOAT = 1;

  public static final int INT64 = 7;
  public static final int BOOL = 9;
  public static final int FLOAT16 = 10;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("graph");
  private int values;

  /** Declares an input; a dimension is a number, or a text where it is open. */
  public void input(String name, int type, Object... dims) {
    graph.addInput(value(name, type, dims));
  }

  /** Gives a value out under a name. */
  public void output(String from, String name, int type, Object... dims) {
    graph.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(name));
    graph.addOutput(value(name, type, dims));
  }

  public String op(String type, String... inputs) {
    return op(type, Map.of(), inputs);
  }

  /** An operation with attributes: whole numbers, lists of them, or texts. */
  public String op(String type, Map<String, Object> attributes, String... inputs) {
    String output = type + "_" + values++;
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).setName(output);
    node.addAllInput(List.of(inputs)).addOutput(output);
    attributes.forEach((name, value) -> node.addAttribute(attribute(name, value)));
    graph.addNode(node);
    return output;
  }

  /** A list of whole numbers. */
  public String integers(long... numbers) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(INT64);
    tensor.addDims(numbers.length);
    return constant(addAll(tensor, numbers));
  }

  /** One whole number without dimensions. */
  public String integer(long number) {
    return constant(addAll(TensorProto.newBuilder().setDataType(INT64), number));
  }

  public String floats(float[] numbers, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(FLOAT).setRawData(ByteString.copyFrom(bytes));
    for (long dim : shape) {
      tensor.addDims(dim);
    }
    return constant(tensor);
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(
        file,
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
            .setGraph(graph)
            .build()
            .toByteArray());
  }

  private String constant(TensorProto.Builder tensor) {
    String name = "constant_" + values++;
    graph.addInitializer(tensor.setName(name));
    return name;
  }

  private static TensorProto.Builder addAll(TensorProto.Builder tensor, long... numbers) {
    for (long number : numbers) {
      tensor.addInt64Data(number);
    }
    return tensor;
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Integer number) {
      attribute.setType(AttributeProto.AttributeType.INT).setI(number);
    } else if (value instanceof String text) {
      attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
    } else {
      attribute.setType(AttributeProto.AttributeType.INTS);
      for (int number : (int[]) value) {
        attribute.addInts(number);
      }
    }
    return attribute.build();
  }

  private static ValueInfoProto value(String name, int type, Object... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      shape.addDim(
          dim instanceof Integer size
              ? TensorShapeProto.Dimension.newBuilder().setDimValue(size)
              : TensorShapeProto.Dimension.newBuilder().setDimParam((String) dim));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
        .build();
  }
}
