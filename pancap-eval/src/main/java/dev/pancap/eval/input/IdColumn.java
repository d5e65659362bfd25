package dev.pancap.eval.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ids of one file, which are all numbers or all texts: {@code 42} and {@code "42"} are
 * different ids, and a file that mixes them, or differs from its partner, is an error.
 */
public final class IdColumn {
  private final String file;
  private final String field;
  private @Nullable Boolean areTexts;

  /**
   * @param file for messages
   * @param field the field that holds the id
   */
  public IdColumn(String file, String field) {
    this.file = file;
    this.field = field;
  }

  /** The id of a record, as text. */
  public String of(InputRecord record) {
    JsonNode value = record.raw(field);
    boolean isText = value.isTextual();
    if (!isText && !value.isIntegralNumber()) {
      throw record.complaint(field, "a whole number or a text, not " + value);
    }
    if (areTexts == null) {
      areTexts = isText;
    }
    ConfigException.check(
        areTexts == isText,
        "%s: '%s' is the %s %s, but the ones before are %ss",
        record.where(),
        field,
        isText ? "text" : "number",
        value.asText(),
        isText ? "number" : "text");
    return value.asText();
  }

  /**
   * @throws ConfigException if one file's ids are numbers and the other's are texts
   */
  public void requireSameKind(IdColumn other) {
    ConfigException.check(
        areTexts == null || other.areTexts == null || areTexts.equals(other.areTexts),
        "'%s' is a %s in %s and a %s in %s: write it in one way",
        field,
        Boolean.TRUE.equals(areTexts) ? "text" : "number",
        file,
        Boolean.TRUE.equals(other.areTexts) ? "text" : "number",
        other.file);
  }
}
