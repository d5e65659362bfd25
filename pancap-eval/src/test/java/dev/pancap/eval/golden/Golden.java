package dev.pancap.eval.golden;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** Finds the known answers of the original programs: most are test resources. */
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

  /**
   * What may not be part of the repository: below the folder that {@code -Dpancap.golden} names,
   * else below {@code shared/golden} in the checkout or beside it. A test without it is skipped.
   */
  public static Path elsewhere(String name) {
    String given = System.getProperty("pancap.golden", "");
    List<Path> folders =
        given.isEmpty()
            ? List.of(Path.of("../shared/golden"), Path.of("../../shared/golden"))
            : List.of(Path.of(given));
    Optional<Path> found =
        folders.stream().map(folder -> folder.resolve(name)).filter(Files::exists).findFirst();
    assumeThat(found)
        .as("%s is not part of the repository: give -Dpancap.golden=FOLDER", name)
        .isPresent();
    return found.orElseThrow();
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
