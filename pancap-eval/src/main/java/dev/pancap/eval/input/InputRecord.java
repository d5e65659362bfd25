package dev.pancap.eval.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object of an input file. Every getter throws a {@link ConfigException} that names file,
 * record and field if the field is missing or of another type.
 */
public final class InputRecord implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ObjectNode node;
  private final String where;

  /**
   * @param where names file and record, for messages
   */
  public InputRecord(ObjectNode node, String where) {
    this.node = node;
    this.where = where;
  }

  JsonNode node() {
    return node;
  }

  /** The file and the record, for messages. */
  public String where() {
    return where;
  }

  public boolean has(String field) {
    return node.hasNonNull(field);
  }

  public String text(String field) {
    JsonNode value = required(field);
    check(value.isTextual(), field, "a text", value);
    return value.textValue();
  }

  /** A text, or a number or flag as it is written. */
  public String anyText(String field) {
    JsonNode value = required(field);
    check(value.isValueNode(), field, "a text or a number", value);
    return value.asText();
  }

  /** A finite number. */
  public double number(String field) {
    return number(required(field), field);
  }

  public int wholeNumber(String field) {
    return wholeNumber(required(field), field);
  }

  public boolean flag(String field) {
    JsonNode value = required(field);
    check(value.isBoolean() || value.isInt(), field, "true or false", value);
    return value.asBoolean();
  }

  public InputRecord record(String field) {
    JsonNode value = required(field);
    check(value.isObject(), field, "an object", value);
    return new InputRecord((ObjectNode) value, where + ", " + field);
  }

  public List<InputRecord> records(String field) {
    JsonNode value = list(field);
    List<InputRecord> records = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      check(element.isObject(), field, "a list of objects", element);
      records.add(
          new InputRecord(
              (ObjectNode) element, "%s, %s[%d]".formatted(where, field, records.size())));
    }
    return records;
  }

  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : list(field)) {
      check(element.isTextual(), field, "a list of texts", element);
      texts.add(element.textValue());
    }
    return texts;
  }

  public double[] numbers(String field) {
    return numbers(list(field), field);
  }

  public int[] wholeNumbers(String field) {
    return wholeNumbers(list(field), field);
  }

  public List<double[]> numberRows(String field) {
    List<double[]> rows = new ArrayList<>();
    for (JsonNode row : list(field)) {
      check(row.isArray(), field, "a list of lists of numbers", row);
      rows.add(numbers(row, field));
    }
    return rows;
  }

  public List<int[]> wholeNumberRows(String field) {
    List<int[]> rows = new ArrayList<>();
    for (JsonNode row : list(field)) {
      check(row.isArray(), field, "a list of lists of whole numbers", row);
      rows.add(wholeNumbers(row, field));
    }
    return rows;
  }

  /** The names of the fields in file order. */
  public List<String> fields() {
    return List.copyOf(node.properties().stream().map(Map.Entry::getKey).toList());
  }

  /** The fields whose values are objects, by name. */
  public Map<String, InputRecord> recordsByName() {
    Map<String, InputRecord> records = new LinkedHashMap<>();
    for (String field : fields()) {
      records.put(field, record(field));
    }
    return records;
  }

  /** The raw value, for fields that may be of several types. */
  public JsonNode raw(String field) {
    return required(field);
  }

  /** An exception about a field of this record. */
  public ConfigException complaint(String field, String expected) {
    return new ConfigException("%s: '%s' must be %s".formatted(where, field, expected));
  }

  private JsonNode required(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new ConfigException("%s has no '%s'".formatted(where, field));
    }
    return value;
  }

  private JsonNode list(String field) {
    JsonNode value = required(field);
    check(value.isArray(), field, "a list", value);
    return value;
  }

  private double[] numbers(JsonNode row, String field) {
    double[] numbers = new double[row.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(row.get(i), field);
    }
    return numbers;
  }

  private int[] wholeNumbers(JsonNode row, String field) {
    int[] numbers = new int[row.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = wholeNumber(row.get(i), field);
    }
    return numbers;
  }

  private double number(JsonNode value, String field) {
    check(value.isNumber() && Double.isFinite(value.doubleValue()), field, "a number", value);
    return value.doubleValue();
  }

  private int wholeNumber(JsonNode value, String field) {
    check(
        value.isNumber() && value.doubleValue() == (int) value.doubleValue(),
        field,
        "a whole number",
        value);
    return (int) value.doubleValue();
  }

  private void check(boolean holds, String field, String expected, JsonNode found) {
    if (!holds) {
      String text = found.toString();
      throw new ConfigException(
          "%s: '%s' must be %s, not %s"
              .formatted(
                  where,
                  field,
                  expected,
                  text.length() <= 60 ? text : text.substring(0, 60) + "…"));
    }
  }
}
