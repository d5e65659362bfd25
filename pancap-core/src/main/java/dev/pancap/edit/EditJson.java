package dev.pancap.edit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;

/**
 * An edit as one line of JSON, keys in {@code snake_case}: the form in which edits are stored under
 * {@code edits/} and exchanged as {@code jsonl}.
 */
public final class EditJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private EditJson() {}

  /** The edit as one line, without a line break. */
  public static String write(EditRecord edit) {
    try {
      return JSON.writeValueAsString(edit);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An edit can always be written as JSON", e);
    }
  }

  /**
   * @throws BadRecordException {@link Reason#EDIT_MALFORMED} if the line is no edit
   */
  public static EditRecord read(String line) {
    try {
      return JSON.readValue(line, EditRecord.class);
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException mistake ? mistake : e;
      throw malformed(String.valueOf(cause.getMessage()), e);
    } catch (JsonProcessingException e) {
      throw malformed(e.getOriginalMessage(), e);
    }
  }

  private static BadRecordException malformed(String message, JsonProcessingException cause) {
    int end = message.indexOf('\n');
    return new BadRecordException(
        Reason.EDIT_MALFORMED,
        "not an edit: " + (end < 0 ? message : message.substring(0, end)),
        cause);
  }
}
