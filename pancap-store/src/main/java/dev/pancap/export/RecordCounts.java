package dev.pancap.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pancap.store.ParquetRows;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;

/** Counts the records of a written file by reading all of it. */
final class RecordCounts {
  private static final JsonFactory JSON = new JsonFactory();

  private RecordCounts() {}

  /**
   * The elements of a JSON array, or of an object's {@code annotations}; the rows of a Parquet
   * file; the samples of a tar, which are the names up to their first dot.
   */
  static long of(Path file, Configuration hadoop) throws IOException {
    if (file.getName().endsWith(".parquet")) {
      return ofParquet(file, hadoop);
    }
    try (InputStream in = new BufferedInputStream(file.getFileSystem(hadoop).open(file), 1 << 16)) {
      return file.getName().endsWith(".tar") ? ofTar(in) : ofJson(in);
    }
  }

  private static long ofParquet(Path file, Configuration hadoop) throws IOException {
    long rows = 0;
    try (ParquetReader<Group> reader = ParquetRows.of(file, hadoop).build()) {
      while (reader.read() != null) {
        rows++;
      }
    }
    return rows;
  }

  private static long ofTar(InputStream in) throws IOException {
    long samples = 0;
    String last = "";
    byte[] header = in.readNBytes(TarEntry.BLOCK);
    while (header.length == TarEntry.BLOCK && header[0] != 0) {
      int end = 0;
      while (end < 100 && header[end] != 0) {
        end++;
      }
      String name = new String(header, 0, end, StandardCharsets.UTF_8);
      String key = name.substring(0, name.indexOf('.', name.lastIndexOf('/') + 1));
      if (!key.equals(last)) {
        samples++;
        last = key;
      }
      long size = Long.parseLong(new String(header, 124, 11, StandardCharsets.US_ASCII), 8);
      in.skipNBytes((size + TarEntry.BLOCK - 1) / TarEntry.BLOCK * TarEntry.BLOCK);
      header = in.readNBytes(TarEntry.BLOCK);
    }
    if (header.length != TarEntry.BLOCK) {
      throw new IOException("The tar ends without the blocks that close it");
    }
    return samples;
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
