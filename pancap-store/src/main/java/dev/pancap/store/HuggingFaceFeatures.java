package dev.pancap.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * The footer entry {@code huggingface}, from which the {@code datasets} library takes the types of
 * the columns. It is derived from the Parquet schema, because an entry that does not match a column
 * is ignored without a word. A struct of {@code bytes} and {@code path}, in this order, is an
 * image.
 */
final class HuggingFaceFeatures {
  static final String FOOTER_KEY = "huggingface";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private HuggingFaceFeatures() {}

  static String of(MessageType schema) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("info").set("features", fields(schema));
    return root.toString();
  }

  /** The features alone, as a dataset card lists them. */
  static ObjectNode fields(GroupType group) {
    ObjectNode fields = JSON.createObjectNode();
    for (Type field : group.getFields()) {
      fields.set(field.getName(), feature(field));
    }
    return fields;
  }

  private static ObjectNode feature(Type type) {
    ObjectNode feature = JSON.createObjectNode();
    if (type.isPrimitive()) {
      return feature.put("dtype", dtype(type.asPrimitiveType())).put("_type", "Value");
    }
    GroupType group = type.asGroupType();
    if (type.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
      Type element = group.getType(0).asGroupType().getType(0);
      feature.set("feature", feature(element));
      return feature.put("_type", "List");
    }
    return isImage(group) ? feature.put("_type", "Image") : fields(group);
  }

  private static boolean isImage(GroupType group) {
    return group.getFieldCount() == 2
        && group.getFieldName(0).equals("bytes")
        && group.getFieldName(1).equals("path");
  }

  private static String half(PrimitiveType type) {
    if (type.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation) {
      return "float16";
    }
    throw new IllegalArgumentException("No feature for a column of type " + type);
  }

  private static String dtype(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> "int32";
      case INT64 -> "int64";
      case BOOLEAN -> "bool";
      case FLOAT -> "float32";
      case DOUBLE -> "float64";
      case FIXED_LEN_BYTE_ARRAY -> half(type);
      case BINARY -> type.getLogicalTypeAnnotation() == null ? "binary" : "string";
      default -> throw new IllegalArgumentException("No feature for a column of type " + type);
    };
  }
}
