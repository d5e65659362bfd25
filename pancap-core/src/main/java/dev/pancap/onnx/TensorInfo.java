package dev.pancap.onnx;

import java.util.List;

/**
 * An input or output of a graph as its file declares it.
 *
 * @param dims the size of each dimension, {@link #ANY} where it is not fixed
 */
public record TensorInfo(String name, ElementType type, List<Long> dims) {
  /** A dimension that is decided at run time. */
  public static final long ANY = -1;

  public TensorInfo {
    dims = List.copyOf(dims);
  }

  /** The size of a dimension, or {@code otherwise} where the graph leaves it open. */
  public long dim(int index, long otherwise) {
    return index < dims.size() && dims.get(index) != ANY ? dims.get(index) : otherwise;
  }
}
