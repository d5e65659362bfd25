package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChatRequestWriterTest {
  private static final ModelRequest DESCRIBE = StillScene.request("k1", Round.DESCRIBE);

  @Test
  void writesTextFirstAndTheTwoPicturesLast() throws IOException {
    JsonNode json = write(DESCRIBE, "dialect=openai");

    assertThat(json.at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(json.at("/messages/0/content").asText()).isEqualTo("You describe what is visible.");
    JsonNode parts = json.at("/messages/1/content");
    assertThat(parts).hasSize(3);
    assertThat(parts.at("/0/text").asText()).isEqualTo("What is in the picture?");
    assertThat(parts.at("/1/image_url/url").asText()).startsWith("data:image/jpeg;base64,/9j/");
    assertThat(parts.at("/2/image_url/detail").asText()).isEqualTo("high");
    assertThat(json.path("temperature").asDouble(-1)).isZero();
    assertThat(ChatRequestRules.faults(json)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "openai, max_completion_tokens temperature",
    "vllm, max_completion_tokens request_id seed temperature",
    "sglang, max_completion_tokens seed temperature",
    "llamacpp, max_tokens seed temperature",
    "transformers, max_tokens seed temperature"
  })
  void sendsEachServerOnlyWhatItKnows(String dialect, String fields) throws IOException {
    JsonNode json = write(DESCRIBE, "dialect=" + dialect);

    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    names.removeAll(List.of("model", "messages", "response_format"));
    assertThat(names).containsExactlyInAnyOrder(fields.split(" "));
    if (dialect.equals("vllm")) {
      assertThat(json.path("request_id").asText()).isEqualTo("k1");
    }
  }

  @Test
  void sendsNoTemperatureWhereTheModelRefusesOne() throws IOException {
    assertThat(write(DESCRIBE, "temperature=null").has("temperature")).isFalse();
  }

  @Test
  void aSchemaIsStrictAndOnlyForRoundOne() throws IOException {
    OpenAiConfig config = OpenAiConfigs.with();
    ChatRequestWriter writer = new ChatRequestWriter(config);

    assertThat(writer.wantsSchema(Round.DESCRIBE)).isTrue();
    assertThat(writer.wantsSchema(Round.COMPOSE)).isFalse();
    JsonNode json = new ObjectMapper().readTree(writer.writeWithSchema(DESCRIBE));
    assertThat(json.at("/response_format/json_schema/name").asText())
        .isEqualTo("region_captions_v1");
    assertThat(ChatRequestRules.faults(json)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "auto, openai, true",
    "auto, transformers, false",
    "json-schema, transformers, true",
    "lines, openai, false"
  })
  void theAnswerFormatAndTheDialectDecideOnTheSchema(
      String format, String dialect, boolean expected) {
    OpenAiConfig config = OpenAiConfigs.with("answer-format=" + format, "dialect=" + dialect);

    assertThat(new ChatRequestWriter(config).wantsSchema(Round.DESCRIBE)).isEqualTo(expected);
  }

  @Test
  void picturesAreNotRenderedForARequestWithoutThem() {
    StillScene scene = new StillScene();
    ModelRequest request =
        new ModelRequest(
            "k", Round.COMPOSE, 0, "", "Merge.", false, scene, List.of(), List.of(), 9);

    byte[] json = new ChatRequestWriter(OpenAiConfigs.with()).write(request);

    assertThat(scene.overlays()).isZero();
    assertThat(new String(json, StandardCharsets.UTF_8))
        .contains("Merge.")
        .doesNotContain("image_url")
        .doesNotContain("system");
  }

  @Test
  void aFreeQuestionHasThePictureAndNoOverlay() throws IOException {
    JsonNode json = write(StillScene.request("k", Round.ASK), "dialect=openai");

    assertThat(json.at("/messages/1/content")).hasSize(2);
    assertThat(ChatRequestRules.faults(json)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void describesPicturesByTheirLengthAlone(Dialect dialect) {
    String text =
        new ChatRequestWriter(OpenAiConfigs.with("dialect=" + dialect.name())).describe(DESCRIBE);

    assertThat(text)
        .contains("What is in the picture?")
        .containsPattern("data:image/jpeg;base64,… \\(\\d+ characters\\)")
        .doesNotContain("/9j/");
  }

  private static JsonNode write(ModelRequest request, String assignment) throws IOException {
    byte[] json = new ChatRequestWriter(OpenAiConfigs.with(assignment)).write(request);
    return new ObjectMapper().readTree(json);
  }
}
