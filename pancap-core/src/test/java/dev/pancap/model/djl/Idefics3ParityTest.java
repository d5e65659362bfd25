package dev.pancap.model.djl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.image.ImageSize;
import dev.pancap.image.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the engine to what the {@code transformers} library answers with the same weights; see
 * {@code src/test/python/make_tiny_idefics3.py}.
 */
class Idefics3ParityTest {
  private record Case(
      String name,
      List<RgbImage> pictures,
      boolean split,
      String system,
      String question,
      long[] promptIds,
      String pixelSum,
      long[] answer,
      long[] answerInHalves) {}

  @ParameterizedTest
  @ValueSource(strings = {"idefics3", "smolvlm"})
  void pixelValuesAreEqualToTheLastBit(String family) throws Exception {
    for (boolean split : new boolean[] {false, true}) {
      try (Idefics3 model = load(family, "", split)) {
        for (Case wanted : cases(family, split)) {
          if (!wanted.pictures.isEmpty()) {
            List<RgbImage> tiles =
                wanted.pictures.stream().flatMap(p -> model.cut(p).pictures().stream()).toList();
            assertThat(sha256(tiles, model.layout())).as(wanted.name).isEqualTo(wanted.pixelSum);
          }
        }
      }
    }
  }

  @Test
  void tilesAreThoseOfTheProcessorPixelByPixel() throws IOException {
    RgbImage strip = TestModels.picture("parity/tiles-split-wide.png");
    try (Idefics3 model = load("idefics3", "", true)) {
      List<RgbImage> tiles = model.cut(TestModels.picture("parity/wide.png")).pictures();
      for (int i = 0; i < tiles.size(); i++) {
        int edge = tiles.get(i).height();
        assertThat(tiles.get(i).toBgr())
            .as("tile %d", i)
            .isEqualTo(strip.crop(0, i * edge, edge, edge).toBgr());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"idefics3", "smolvlm"})
  void promptsHaveTheProcessorsTokens(String family) throws IOException {
    for (boolean split : new boolean[] {false, true}) {
      try (Idefics3 model = load(family, "", split)) {
        for (Case wanted : cases(family, split)) {
          assertThat(encode(model, wanted).ids()).as(wanted.name).isEqualTo(wanted.promptIds);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"idefics3, ''", "smolvlm, ''", "idefics3, _fp16"})
  void answersTokenForTokenAloneAndInABatch(String family, String suffix) throws IOException {
    for (boolean split : new boolean[] {false, true}) {
      try (Idefics3 model = load(family, suffix, split);
          Generator generator = model.newGenerator()) {
        List<EncodedPrompt> prompts = new ArrayList<>();
        List<long[]> answers = new ArrayList<>();
        for (Case one : cases(family, split)) {
          EncodedPrompt prompt = encode(model, one);
          long[] alone = generator.generate(List.of(prompt)).get(0).ids();
          if (suffix.isEmpty()) {
            assertThat(alone).as(one.name).isEqualTo(one.answer);
          } else {
            // Halves tell the best tokens apart only up to here.
            assertThat(Arrays.copyOf(alone, one.answerInHalves.length))
                .as(one.name)
                .isEqualTo(one.answerInHalves);
          }
          prompts.add(prompt);
          answers.add(alone);
        }
        List<Generated> together = generator.generate(prompts);
        for (int i = 0; i < answers.size(); i++) {
          assertThat(together.get(i).ids()).as("row %d of the batch", i).isEqualTo(answers.get(i));
        }
      }
    }
  }

  private static Idefics3 load(String family, String suffix, boolean split) {
    return Idefics3.load(
        TestModels.config(
            TestModels.resource("parity/" + family), suffix, DjlConfig.Mode.WHOLE, split));
  }

  private static EncodedPrompt encode(Idefics3 model, Case wanted) {
    return model.encode(new ChatPrompt(wanted.system, wanted.pictures, wanted.question), 24);
  }

  private static List<Case> cases(String family, boolean split) throws IOException {
    JsonNode expected =
        new ObjectMapper()
            .readTree(TestModels.resource("parity/" + family + "/expected.json").toFile());
    List<Case> cases = new ArrayList<>();
    for (JsonNode node : expected.get("cases")) {
      List<RgbImage> pictures = new ArrayList<>();
      for (JsonNode name : node.get("pictures")) {
        pictures.add(TestModels.picture("parity/" + name.textValue() + ".png"));
      }
      if (node.get("split").booleanValue() == split || pictures.isEmpty()) {
        cases.add(
            new Case(
                node.get("name").textValue(),
                pictures,
                split,
                node.get("system").textValue(),
                node.get("question").textValue(),
                longs(node.path("prompt_ids")),
                node.path("pixel_values_sha256").asText(),
                longs(node.path("answer_ids")),
                longs(node.path("answer_ids_fp16"))));
      }
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(5);
    return cases;
  }

  private static long[] longs(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .flatMapToLong(node -> LongStream.of(node.longValue()))
        .toArray();
  }

  private static String sha256(List<RgbImage> tiles, Idefics3Layout layout)
      throws NoSuchAlgorithmException {
    int edge = layout.tilePixels();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (RgbImage tile : tiles) {
      float[] values = new float[3 * edge * edge];
      layout.scale().write(tile, values, 0, new ImageSize(edge, edge));
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
