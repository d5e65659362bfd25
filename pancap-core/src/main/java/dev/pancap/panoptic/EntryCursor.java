package dev.pancap.panoptic;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values of one JSON entry and remembers the first that has the wrong type, so that the
 * parser always stands behind the value and the next entry can be read. The parser stands on a
 * value's first token when a method is called.
 */
final class EntryCursor {
  private final JsonParser json;
  private final String entry;
  private @Nullable String fault;

  /**
   * @param entry how messages name the entry, such as {@code annotations[3]}
   */
  EntryCursor(JsonParser json, String entry) {
    this.json = json;
    this.entry = entry;
  }

  /** What is wrong with the entry, or null. */
  @Nullable String fault() {
    return fault;
  }

  void fault(String what) {
    if (fault == null) {
      JsonLocation at = json.currentTokenLocation();
      fault =
          "%s: %s (line %d, column %d)".formatted(entry, what, at.getLineNr(), at.getColumnNr());
    }
  }

  /** Moves to the next value of the object that the parser stands in; null at its end. */
  @Nullable String nextField() throws IOException {
    String field = json.nextFieldName();
    if (field != null) {
      json.nextToken();
    }
    return field;
  }

  /** A whole number, or null where there is none. */
  @Nullable Long integer(String field) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return json.getLongValue();
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = json.getDoubleValue();
      if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
        return (long) value;
      }
    }
    wrong(field, "a whole number", 0L);
    return null;
  }

  int smallInteger(String field) throws IOException {
    Long value = integer(field);
    if (value == null) {
      return 0;
    }
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      fault("%s: expected a number of at most 10 digits, found %d".formatted(field, value));
      return 0;
    }
    return value.intValue();
  }

  double number(String field) throws IOException {
    if (json.currentToken().isNumeric()) {
      double value = json.getDoubleValue();
      if (Double.isFinite(value)) {
        return value;
      }
    }
    return wrong(field, "a finite number", 0.0);
  }

  /** True, false, or a number, where 0 is false. */
  boolean flag(String field) throws IOException {
    JsonToken token = json.currentToken();
    if (token.isBoolean()) {
      return token == JsonToken.VALUE_TRUE;
    }
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      return number(field) != 0;
    }
    return wrong(field, "true, false, 0 or 1", false);
  }

  String text(String field) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    return wrong(field, "a string", "");
  }

  /** Four numbers: {@code [x, y, width, height]}. */
  List<Double> box(String field) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      return wrong(field, "four numbers", List.of());
    }
    List<Double> box = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      double value = number(field);
      if (box.size() < 4) {
        box.add(value);
      } else {
        fault(field + ": expected four numbers, found more");
      }
    }
    if (box.size() < 4) {
      fault("%s: expected four numbers, found %d".formatted(field, box.size()));
    }
    return box;
  }

  private <T> T wrong(String field, String expected, T instead) throws IOException {
    JsonToken found = json.currentToken();
    String shown =
        switch (found) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "a list";
          case VALUE_STRING -> "a string";
          default -> json.getText();
        };
    fault(
        "%s: expected %s, found %s"
            .formatted(field, expected, shown.substring(0, Math.min(shown.length(), 40))));
    json.skipChildren();
    return instead;
  }
}
