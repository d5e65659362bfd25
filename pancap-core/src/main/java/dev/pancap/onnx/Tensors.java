package dev.pancap.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Tensors from and to plain arrays, in the element type that a graph declares. ONNX Runtime alone
 * has no tensor operations in DJL, so arithmetic is done on the arrays.
 */
public final class Tensors {
  private Tensors() {}

  /**
   * A named tensor of fp32 or fp16 numbers, as {@code input} declares.
   *
   * @throws IllegalArgumentException if the input holds no floating-point numbers
   */
  public static NDArray floats(NDManager manager, TensorInfo input, float[] values, long... shape) {
    NDArray tensor =
        switch (input.type()) {
          case FLOAT ->
              manager.create(FloatBuffer.wrap(values), new Shape(shape), DataType.FLOAT32);
          case FLOAT16 -> manager.create(halves(values), new Shape(shape), DataType.FLOAT16);
          default -> throw unexpected(input, "floating-point numbers");
        };
    tensor.setName(input.name());
    return tensor;
  }

  /**
   * A named tensor of 64-bit or 32-bit whole numbers or of flags (0 is false), as {@code input}
   * declares.
   *
   * @throws IllegalArgumentException if the input holds no whole numbers
   */
  public static NDArray integers(
      NDManager manager, TensorInfo input, long[] values, long... shape) {
    NDArray tensor =
        switch (input.type()) {
          case INT64 -> manager.create(LongBuffer.wrap(values), new Shape(shape), DataType.INT64);
          case INT32 -> manager.create(ints(values), new Shape(shape), DataType.INT32);
          case BOOL -> manager.create(flags(values), new Shape(shape), DataType.BOOLEAN);
          default -> throw unexpected(input, "whole numbers or flags");
        };
    tensor.setName(input.name());
    return tensor;
  }

  /**
   * The numbers of an fp32 or fp16 tensor, row-major.
   *
   * @throws IllegalArgumentException if it holds other numbers
   */
  public static float[] toFloats(NDArray tensor) {
    float[] values = new float[Math.toIntExact(tensor.getShape().size())];
    ByteBuffer bytes = tensor.toByteBuffer().order(ByteOrder.nativeOrder());
    switch (tensor.getDataType()) {
      case FLOAT32 -> bytes.asFloatBuffer().get(values);
      case FLOAT16 -> {
        ShortBuffer halves = bytes.asShortBuffer();
        for (int i = 0; i < values.length; i++) {
          values[i] = HalfFloats.toFloat(halves.get(i));
        }
      }
      default ->
          throw new IllegalArgumentException(
              "%s holds %s, not floating-point numbers"
                  .formatted(tensor.getName(), tensor.getDataType()));
    }
    return values;
  }

  private static ByteBuffer halves(float[] values) {
    ByteBuffer bytes = direct(values.length, Short.BYTES);
    for (float value : values) {
      bytes.putShort(HalfFloats.ofFloat(value));
    }
    return bytes.rewind();
  }

  private static ByteBuffer ints(long[] values) {
    ByteBuffer bytes = direct(values.length, Integer.BYTES);
    for (long value : values) {
      bytes.putInt(Math.toIntExact(value));
    }
    return bytes.rewind();
  }

  private static ByteBuffer flags(long[] values) {
    ByteBuffer bytes = direct(values.length, 1);
    for (long value : values) {
      bytes.put((byte) (value == 0 ? 0 : 1));
    }
    return bytes.rewind();
  }

  private static ByteBuffer direct(int elements, int size) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(elements, size))
        .order(ByteOrder.nativeOrder());
  }

  private static IllegalArgumentException unexpected(TensorInfo input, String given) {
    return new IllegalArgumentException(
        "Input %s takes %s, not %s".formatted(input.name(), input.type(), given));
  }
}
