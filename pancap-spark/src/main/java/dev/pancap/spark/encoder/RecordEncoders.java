package dev.pancap.spark.encoder;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.catalyst.JavaTypeInference;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.EncoderField;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.IterableEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.MapEncoder;
import org.apache.spark.sql.catalyst.encoders.AgnosticEncoders.ProductEncoder;
import org.apache.spark.sql.types.Metadata;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Spark encoders for Java records, which {@code Encoders.bean} encodes as an empty struct.
 *
 * <p>Components become columns in declaration order, and rows are read through the canonical
 * constructor, as by {@code Encoders.record} of Spark 4.4, which replaces this class.
 */
public final class RecordEncoders {

  private static final Set<Class<?>> LEAVES =
      Set.of(
          boolean.class,
          int.class,
          long.class,
          float.class,
          double.class,
          Boolean.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          byte[].class,
          int[].class,
          long[].class,
          double[].class,
          BigDecimal.class,
          Instant.class,
          LocalDate.class);

  private RecordEncoders() {}

  /**
   * @throws IllegalArgumentException if the record is not public, contains itself, or has a
   *     component of a type that Spark would store incompletely
   */
  @SuppressWarnings("unchecked")
  public static <T extends Record> Encoder<T> of(Class<T> type) {
    return (Encoder<T>) recordEncoder(type, type.getSimpleName(), List.of());
  }

  private static AgnosticEncoder<?> recordEncoder(
      Class<?> type, String path, List<Class<?>> parents) {
    for (Class<?> part = type; part != null; part = part.getEnclosingClass()) {
      if (!Modifier.isPublic(part.getModifiers())) {
        throw unsupported(path, type, "Spark's generated code needs public classes");
      }
    }
    if (parents.contains(type)) {
      throw unsupported(path, type, "a record cannot contain itself");
    }
    List<Class<?>> ancestors = new ArrayList<>(parents);
    ancestors.add(type);
    List<EncoderField> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      AgnosticEncoder<?> encoder =
          encoderFor(component.getGenericType(), path + "." + component.getName(), ancestors);
      fields.add(
          new EncoderField(
              component.getName(),
              encoder,
              encoder.nullable(),
              Metadata.empty(),
              Option.empty(),
              Option.empty()));
    }
    return new ProductEncoder<>(
        ClassTag.apply(type), CollectionConverters.asScala(fields).toSeq(), Option.empty());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static AgnosticEncoder<?> encoderFor(Type type, String path, List<Class<?>> ancestors) {
    if (type instanceof Class<?> leaf) {
      if (leaf.isRecord()) {
        return recordEncoder(leaf, path, ancestors);
      }
      if (LEAVES.contains(leaf) || leaf.isEnum()) {
        return JavaTypeInference.encoderFor((Type) leaf);
      }
    }
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        AgnosticEncoder<?> element = encoderFor(arguments[0], path + "[]", ancestors);
        return new IterableEncoder(
            (ClassTag) ClassTag.apply(List.class), element, element.nullable(), false);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        AgnosticEncoder<?> value = encoderFor(arguments[1], path + "{}", ancestors);
        return new MapEncoder(
            (ClassTag) ClassTag.apply(Map.class),
            (AgnosticEncoder) JavaTypeInference.encoderFor((Type) String.class),
            (AgnosticEncoder) value,
            value.nullable());
      }
    }
    throw unsupported(
        path,
        type,
        "use a primitive, String, byte[], enum, List, Map<String, ?> or a nested record");
  }

  private static IllegalArgumentException unsupported(String path, Type type, String hint) {
    return new IllegalArgumentException(
        "Cannot encode %s of type %s: %s".formatted(path, type.getTypeName(), hint));
  }
}
