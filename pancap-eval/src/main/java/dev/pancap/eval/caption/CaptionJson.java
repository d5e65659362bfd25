package dev.pancap.eval.caption;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.pancap.config.ConfigException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A COCO caption file, read row by row: {@code [{"image_id": 42, "caption": "..."}]}, or the same
 * array under {@code annotations}.
 */
public final class CaptionJson implements CaptionSource {
  /** Far above any caption, far below what would take METEOR minutes. */
  static final int MAX_CHARACTERS = 20_000;

  /** Python writes NaN; it spoils its row and not the file. */
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Path file;

  public CaptionJson(Path file) {
    this.file = file;
  }

  /**
   * @throws ConfigException if the file is missing, is not JSON or is no caption file
   */
  @Override
  public void forEach(Consumer<CaptionRow> consumer) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        JsonParser parser = JSON.createParser(in)) {
      parser.nextToken();
      toArray(parser, file);
      long number = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        number++;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          parser.skipChildren();
          consumer.accept(
              new CaptionRow(file.toString(), number, null, null, "the row is not an object"));
          continue;
        }
        consumer.accept(row(parser, file, number));
      }
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + " does not exist", e);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "%s is not JSON: %s at line %d, column %d"
              .formatted(
                  file,
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Moves to the array of rows: the whole file, or the field "annotations" of an object. */
  private static void toArray(JsonParser parser, Path file) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean annotations = parser.currentName().equals("annotations");
        parser.nextToken();
        if (annotations) {
          break;
        }
        parser.skipChildren();
      }
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new ConfigException(
          file
              + " is no caption file: expected [{\"image_id\": ..., \"caption\": ...}], or the same"
              + " array under \"annotations\"");
    }
  }

  private static CaptionRow row(JsonParser parser, Path file, long number) throws IOException {
    ImageId id = null;
    String caption = null;
    String idProblem = "is missing";
    String captionProblem = "is missing";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("image_id")) {
        if (value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_STRING) {
          id = new ImageId(parser.getText(), value == JsonToken.VALUE_NUMBER_INT);
        } else {
          idProblem = "is neither a whole number nor text";
        }
      } else if (field.equals("caption")) {
        if (value != JsonToken.VALUE_STRING) {
          captionProblem = "is not text";
        } else if (parser.getTextLength() > MAX_CHARACTERS) {
          captionProblem =
              "has %d characters, more than %d".formatted(parser.getTextLength(), MAX_CHARACTERS);
        } else {
          caption = parser.getText();
        }
      }
      parser.skipChildren();
    }
    return new CaptionRow(
        file.toString(), number, id, caption, id == null ? idProblem : captionProblem);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
