package dev.pancap.spark.encoder;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Serializers for what {@code List.of}, {@code Set.of}, {@code Map.of} and {@code Stream.toList}
 * return. Kryo would fill an empty one by {@code add}, which they refuse.
 */
final class ImmutableCollectionSerializers {
  private ImmutableCollectionSerializers() {}

  static void register(Kryo kryo) {
    Serializer<List<?>> lists = new Lists();
    for (List<?> sample :
        List.of(
            List.of(), List.of(1), List.of(1, 2, 3), List.of(1, 2, 3).subList(0, 2), nullable())) {
      kryo.register(sample.getClass(), lists);
    }
    Serializer<Set<?>> sets = new Sets();
    for (Set<?> sample : List.of(Set.of(), Set.of(1), Set.of(1, 2, 3))) {
      kryo.register(sample.getClass(), sets);
    }
    Serializer<Map<?, ?>> maps = new Maps();
    for (Map<?, ?> sample : List.of(Map.of(), Map.of(1, 1), Map.of(1, 1, 2, 2))) {
      kryo.register(sample.getClass(), maps);
    }
  }

  private static List<?> nullable() {
    return Arrays.stream(new Object[] {null, null, null}).toList();
  }

  private static void writeElements(Kryo kryo, Output output, Collection<?> elements) {
    output.writeVarInt(elements.size(), true);
    for (Object element : elements) {
      kryo.writeClassAndObject(output, element);
    }
  }

  private static Object[] readElements(Kryo kryo, Input input) {
    Object[] elements = new Object[input.readVarInt(true)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = kryo.readClassAndObject(input);
    }
    return elements;
  }

  private static final class Lists extends Serializer<List<?>> {
    @Override
    public void write(Kryo kryo, Output output, List<?> list) {
      writeElements(kryo, output, list);
    }

    @Override
    public List<?> read(Kryo kryo, Input input, Class<List<?>> type) {
      // Stream.toList, unlike List.of, may hold nulls.
      return Arrays.stream(readElements(kryo, input)).toList();
    }
  }

  private static final class Sets extends Serializer<Set<?>> {
    @Override
    public void write(Kryo kryo, Output output, Set<?> set) {
      writeElements(kryo, output, set);
    }

    @Override
    public Set<?> read(Kryo kryo, Input input, Class<Set<?>> type) {
      return Set.of(readElements(kryo, input));
    }
  }

  private static final class Maps extends Serializer<Map<?, ?>> {
    @Override
    public void write(Kryo kryo, Output output, Map<?, ?> map) {
      writeElements(kryo, output, map.keySet());
      map.values().forEach(value -> kryo.writeClassAndObject(output, value));
    }

    @Override
    public Map<?, ?> read(Kryo kryo, Input input, Class<Map<?, ?>> type) {
      Map<Object, Object> entries = new HashMap<>();
      for (Object key : readElements(kryo, input)) {
        entries.put(key, kryo.readClassAndObject(input));
      }
      return Map.copyOf(entries);
    }
  }
}
