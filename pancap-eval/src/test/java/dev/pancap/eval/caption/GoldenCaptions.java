package dev.pancap.eval.caption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The golden files of the caption metrics. */
public final class GoldenCaptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenCaptions() {}

  public static JsonNode read(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GoldenCaptions.class.getResourceAsStream("/golden/captions/" + name), name)) {
      return JSON.readTree(in);
    }
  }

  /** The images of a corpus by the original's own token lines. */
  public static List<TokenizedImage> tokenized(JsonNode corpus) {
    List<TokenizedImage> images = new ArrayList<>();
    for (JsonNode image : corpus.get("images")) {
      images.add(
          new TokenizedImage(
              image.path("id").asText(image.path("image_id").asText()),
              image.get("hypothesis_tok").asText(),
              texts(image.get("references_tok"))));
    }
    return images;
  }

  public static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
