package dev.pancap.eval.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.zip.InflaterInputStream;

/** Finds the known answers of the original programs among the test resources. */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /** The file beside a test class. */
  public static Path file(Class<?> test, String name) {
    try {
      return Path.of(Objects.requireNonNull(test.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(Class<?> test, String name) {
    try {
      return JSON.readTree(file(test, name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads base64 of zlib of bytes. */
  public static byte[] bytes(JsonNode packed) {
    try {
      return new InflaterInputStream(
              new ByteArrayInputStream(Base64.getDecoder().decode(packed.asText())))
          .readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads base64 of zlib of little-endian ints. */
  public static int[] ints(JsonNode packed) {
    byte[] bytes = bytes(packed);
    int[] ints = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ints);
    return ints;
  }
}
