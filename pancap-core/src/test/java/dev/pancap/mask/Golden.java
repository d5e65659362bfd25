package dev.pancap.mask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.InflaterInputStream;

/** The answers of pycocotools, in src/test/resources. */
final class Golden {
  private Golden() {}

  static JsonNode read(String name) throws IOException {
    try (InputStream json = Golden.class.getResourceAsStream("pycocotools-" + name + ".json")) {
      return new ObjectMapper().readTree(json);
    }
  }

  /** A base64(zlib(bits)) bitmap as a byte a pixel. */
  static byte[] bitmap(JsonNode mask) throws IOException {
    int pixels = mask.get("w").asInt() * mask.get("h").asInt();
    byte[] packed =
        new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(mask.get("mask").asText())))
            .readAllBytes();
    byte[] bitmap = new byte[pixels];
    for (int i = 0; i < pixels; i++) {
      bitmap[i] = (byte) (packed[i / 8] >> 7 - i % 8 & 1);
    }
    return bitmap;
  }

  static RunLengths runs(JsonNode counts, JsonNode sized) {
    return CompressedRunLengths.decode(
        counts.asText(), sized.get("w").asInt(), sized.get("h").asInt());
  }

  static Box box(JsonNode box) {
    return new Box(
        box.get(0).asDouble(), box.get(1).asDouble(), box.get(2).asDouble(), box.get(3).asDouble());
  }

  static double[] doubles(JsonNode numbers) {
    double[] doubles = new double[numbers.size()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = numbers.get(i).asDouble();
    }
    return doubles;
  }

  static int[] ints(JsonNode numbers) {
    int[] ints = new int[numbers.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = numbers.get(i).asInt();
    }
    return ints;
  }

  static List<RunLengths> pick(List<RunLengths> masks, JsonNode indexes) {
    List<RunLengths> picked = new ArrayList<>();
    indexes.forEach(index -> picked.add(masks.get(index.asInt())));
    return picked;
  }
}
