package dev.pancap.eval.caption.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.eval.caption.CaptionedImage;
import dev.pancap.eval.caption.ImageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the paths through ONNX Runtime to transformers, on tiny models with random weights. */
class OnnxCaptureModelsTest {
  private static final Path MODELS = Path.of("src", "test", "resources", "tiny-capture-models");
  private static final long END = 1;

  @Test
  void generatesTransformersTokensWithFiveBeams() throws IOException, OrtException {
    try (T5SceneGraphParser parser = T5SceneGraphParser.open(MODELS.resolve("t5"))) {
      checkTokens(parser);
    }
  }

  @Test
  void generatesTheSameWithAMergedDecoder(@TempDir Path folder) throws IOException, OrtException {
    Files.createDirectories(folder.resolve("onnx"));
    for (String file : List.of("config.json", "tokenizer.json", "onnx/encoder_model.onnx")) {
      Files.copy(MODELS.resolve("t5").resolve(file), folder.resolve(file));
    }
    String merged = "onnx/decoder_model_merged.onnx";
    Files.copy(MODELS.resolve("t5-merged").resolve(merged), folder.resolve(merged));

    try (T5SceneGraphParser parser = T5SceneGraphParser.open(folder)) {
      checkTokens(parser);
    }
  }

  private static void checkTokens(T5SceneGraphParser parser) throws IOException {
    int ended = 0;
    for (JsonNode row : expected().get("generated")) {
      long[] tokens = tokens(row);
      long[] withoutEnd =
          tokens[tokens.length - 1] == END ? Arrays.copyOf(tokens, tokens.length - 1) : tokens;
      ended += withoutEnd.length < tokens.length ? 1 : 0;
      String prompt = row.get("prompt").asText();
      assertThat(parser.generateTokens(prompt)).as(prompt).isEqualTo(withoutEnd);
      assertThat(parser.generate(prompt)).as(prompt).isEqualTo(row.get("text").asText());
    }
    assertThat(ended).as("some answers end, some are cut").isBetween(1, 8);
  }

  @Test
  void embedsAsTransformersAloneAndInABatch() throws IOException, OrtException {
    JsonNode rows = expected().get("embedded");
    List<String> phrases = new ArrayList<>();
    rows.forEach(row -> phrases.add(row.get("phrase").asText()));
    try (OnnxPhraseEncoder encoder = OnnxPhraseEncoder.open(MODELS.resolve("mpnet"))) {
      List<double[]> batch = encoder.encode(phrases);
      for (int i = 0; i < phrases.size(); i++) {
        double[] alone = encoder.encode(List.of(phrases.get(i))).get(0);
        JsonNode wanted = rows.get(i).get("embedding");
        assertThat(alone).hasSize(wanted.size());
        for (int k = 0; k < alone.length; k++) {
          assertThat(batch.get(i)[k]).isCloseTo(wanted.get(k).asDouble(), within(1e-5));
          assertThat(alone[k]).isCloseTo(wanted.get(k).asDouble(), within(1e-5));
        }
      }
    }
  }

  @Test
  void scoresAnImageUnderTheNameThatItsModelsDeserve() throws OrtException {
    CaptionedImage image =
        new CaptionedImage(
            new ImageId("1", true), "A red car on a road.", List.of("A red car on a street."));
    try (T5SceneGraphParser parser = T5SceneGraphParser.open(MODELS.resolve("t5"));
        OnnxPhraseEncoder encoder = OnnxPhraseEncoder.open(MODELS.resolve("mpnet"))) {
      CaptureScorer models = CaptureScorer.withModels(parser, encoder);
      assertThat(models.figure()).isEqualTo("capture");
      assertThat(models.score(image)).isBetween(0.0, 1.0);
    }
    CaptureScorer rules = CaptureScorer.withRules(null);
    assertThat(rules.figure()).isEqualTo("capture_rule");
    assertThat(rules.score(image)).isGreaterThan(0.5).isLessThan(1);
  }

  @Test
  void saysWhatAFolderLacks(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> T5SceneGraphParser.open(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--parser-model: cannot read")
        .hasMessageContaining("config.json");
    assertThatThrownBy(() -> OnnxPhraseEncoder.open(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no tokenizer.json");
    Files.copy(MODELS.resolve("mpnet/tokenizer.json"), folder.resolve("tokenizer.json"));
    assertThatThrownBy(() -> OnnxPhraseEncoder.open(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holds no model.onnx");
    Files.writeString(folder.resolve("model.onnx"), "not a graph");
    assertThatThrownBy(() -> OnnxPhraseEncoder.open(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ONNX Runtime cannot load");
  }

  private static long[] tokens(JsonNode row) {
    long[] tokens = new long[row.get("tokens").size()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = row.get("tokens").get(i).asLong();
    }
    return tokens;
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(MODELS.resolve("expected.json").toFile());
  }
}
