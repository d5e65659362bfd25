package dev.pancap.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.store.ReleaseCaption;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The rows of a LLaVA file, one at a time. */
final class LlavaRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LlavaRows() {}

  /** Takes a row. */
  interface Visitor {
    void row(JsonNode row) throws IOException;
  }

  /**
   * Reads a JSON array as a stream.
   *
   * @throws ConfigException if the file is missing or no array of objects
   */
  static void read(String file, Configuration hadoop, Visitor visitor) throws IOException {
    Path path = new Path(file);
    try (InputStream in = new BufferedInputStream(path.getFileSystem(hadoop).open(path), 1 << 16);
        JsonParser json = JSON.createParser(in)) {
      ConfigException.check(
          json.nextToken() == JsonToken.START_ARRAY,
          "--base %s is no LLaVA file: expected a JSON array of conversations",
          file);
      while (json.nextToken() != JsonToken.END_ARRAY) {
        ConfigException.check(
            json.currentToken() == JsonToken.START_OBJECT,
            "--base %s: expected an object a row, found %s in line %d",
            file,
            json.currentToken(),
            json.currentTokenLocation().getLineNr());
        visitor.row(JSON.readTree(json));
      }
    } catch (FileNotFoundException e) {
      throw new ConfigException("--base " + file + " does not exist", e);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "--base %s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /** A detailed caption of ours. */
  static JsonNode of(ReleaseCaption caption, String folder, String question) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", String.format(Locale.ROOT, "%012d", caption.imageId()));
    String name = caption.fileName();
    row.put("image", folder + name.substring(name.lastIndexOf('/') + 1));
    ArrayNode turns = row.putArray("conversations");
    turns.addObject().put("from", "human").put("value", question);
    turns.addObject().put("from", "gpt").put("value", caption.caption());
    return row;
  }

  static byte[] bytes(JsonNode row) throws IOException {
    return JSON.writeValueAsBytes(row);
  }
}
