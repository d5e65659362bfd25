package dev.pancap.spark.encoder;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Writes a record's components in order and reads it through its canonical constructor. Kryo 4 sets
 * fields by their offsets, which Java refuses for records.
 */
final class RecordSerializer extends Serializer<Record> {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private record Shape(Constructor<?> constructor, Method[] accessors) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      try {
        Constructor<?> constructor =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        Method[] accessors =
            Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        Arrays.stream(accessors).forEach(accessor -> accessor.setAccessible(true));
        return new Shape(constructor, accessors);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("Every record has its canonical constructor", e);
      }
    }
  }

  @Override
  public void write(Kryo kryo, Output output, Record row) {
    for (Method accessor : SHAPES.get(row.getClass()).accessors) {
      try {
        kryo.writeClassAndObject(output, accessor.invoke(row));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("Cannot read " + accessor, e);
      }
    }
  }

  @Override
  public Record read(Kryo kryo, Input input, Class<Record> type) {
    Shape shape = SHAPES.get(type);
    Object[] values = new Object[shape.accessors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = kryo.readClassAndObject(input);
    }
    try {
      return (Record) shape.constructor.newInstance(values);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Cannot make a " + type.getName(), e);
    }
  }
}
