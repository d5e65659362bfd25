package dev.pancap.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Counts the records of a written file by reading all of it. */
final class RecordCounts {
  private static final JsonFactory JSON = new JsonFactory();

  private RecordCounts() {}

  /** The elements of a JSON array, or of an object's {@code annotations}. */
  static long of(Path file, Configuration hadoop) throws IOException {
    try (InputStream in =
        new BufferedInputStream(file.getFileSystem(hadoop).open(file), 1 << 16)) {
      return ofJson(in);
    }
  }

  private static long ofJson(InputStream in) throws IOException {
    long records = 0;
    try (JsonParser json = JSON.createParser(in)) {
      if (json.nextToken() == JsonToken.START_ARRAY) {
        records = elements(json);
      } else {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean counted = json.currentName().equals("annotations");
          if (json.nextToken() == JsonToken.START_ARRAY && counted) {
            records = elements(json);
          } else {
            json.skipChildren();
          }
        }
      }
      if (json.nextToken() != null) {
        throw new IOException("There is more behind the end of the JSON");
      }
    }
    return records;
  }

  private static long elements(JsonParser json) throws IOException {
    long elements = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      json.skipChildren();
      elements++;
    }
    return elements;
  }
}
