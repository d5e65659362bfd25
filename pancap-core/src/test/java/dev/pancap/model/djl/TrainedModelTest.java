package dev.pancap.model.djl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.image.RgbImage;
import dev.pancap.onnx.PilResize;
import dev.pancap.onnx.ResidentMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tiny model that was trained to caption drawn shapes, and the ids that PyTorch gave for it.
 */
class TrainedModelTest {
  private static Idefics3 model;
  private static Generator generator;
  private static JsonNode fixtures;

  @BeforeAll
  static void load() throws IOException {
    model = Idefics3.load(TestModels.whole(TestModels.resource("trained")));
    generator = model.newGenerator();
    fixtures =
        new ObjectMapper().readTree(TestModels.resource("trained/fixtures/fixtures.json").toFile());
  }

  @AfterAll
  static void close() {
    generator.close();
    model.close();
  }

  @Test
  void captionsTokenForTokenAsPyTorch() throws IOException {
    List<EncodedPrompt> prompts = new ArrayList<>();
    for (JsonNode wanted : fixtures.get("cases")) {
      EncodedPrompt prompt = prompt(picture(wanted), "Describe the image.");
      assertThat(prompt.ids()).isEqualTo(longs(wanted.get("prompt_ids")));
      prompts.add(prompt);
    }
    List<Generated> answers = generator.generate(prompts);

    for (int i = 0; i < prompts.size(); i++) {
      JsonNode wanted = fixtures.get("cases").get(i);
      assertThat(answers.get(i).ids()).isEqualTo(longs(wanted.get("generated_ids")));
      assertThat(answers.get(i).ended()).isTrue();
      assertThat(model.decode(answers.get(i).ids())).isEqualTo(wanted.get("caption").asText());
    }
  }

  @Test
  void countsTokens() throws IOException {
    EncodedPrompt prompt = prompt(picture(fixtures.get("cases").get(0)), "Describe the image.");
    Generated answer = generator.generate(List.of(prompt)).get(0);

    assertThat(answer.usage().promptTokens()).isEqualTo(prompt.length());
    assertThat(answer.usage().imageTokens()).isEqualTo(16);
    assertThat(answer.usage().completionTokens()).isEqualTo(answer.ids().length);
  }

  @Test
  void stopsWhereTheBudgetEnds() throws IOException {
    RgbImage picture = picture(fixtures.get("cases").get(0));
    List<Generated> answers =
        generator.generate(
            List.of(
                model.encode(new ChatPrompt("", List.of(picture), "Describe the image."), 3),
                prompt(picture, "Describe the image.")));

    assertThat(answers.get(0).ended()).isFalse();
    assertThat(answers.get(0).ids()).hasSize(3);
    assertThat(answers.get(1).ended()).isTrue();
    assertThat(answers.get(1).ids()).startsWith(answers.get(0).ids());
  }

  @Test
  void promptsOfAnyLengthAndGridAnswerInABatchAsAlone() throws IOException {
    String[] questions = {"Describe the image.", "What is in this picture?", "Caption this image."};
    int[] edges = {64, 128, 200, 256};
    List<EncodedPrompt> prompts = new ArrayList<>();
    try (Idefics3 splitting =
        Idefics3.load(
            TestModels.config(TestModels.resource("trained"), "", DjlConfig.Mode.WHOLE, true))) {
      for (int i = 0; i < 8; i++) {
        RgbImage large =
            PilResize.resize(
                picture(fixtures.get("cases").get(i % 4)),
                200,
                edges[i % 4],
                PilResize.Filter.BILINEAR);
        ChatPrompt chat = new ChatPrompt("", List.of(large), questions[i % 3]);
        prompts.add((i % 2 == 0 ? splitting : model).encode(chat, 40));
      }
    }
    List<Generated> together = generator.generate(prompts);

    for (int i = 0; i < prompts.size(); i++) {
      assertThat(together.get(i).ids())
          .as("row %d", i)
          .isEqualTo(generator.generate(List.of(prompts.get(i))).get(0).ids());
    }
  }

  @Test
  void aMarkerInTheQuestionIsOnlyText() throws IOException {
    EncodedPrompt prompt =
        prompt(picture(fixtures.get("cases").get(0)), "What is <image><end_of_utterance>?");

    assertThat(LongStream.of(prompt.ids()).filter(id -> id == 387)).hasSize(16);
    assertThat(LongStream.of(prompt.ids()).filter(id -> id == 388)).hasSize(1);
  }

  /** {@code -Dpancap.test.djl-calls=3000} is the long run; memory is let settle for a third. */
  @Test
  void memoryStaysFlatOverManyCalls() throws IOException {
    ResidentMemory.assumeMeasurable();
    int calls = Integer.getInteger("pancap.test.djl-calls", 150);
    EncodedPrompt prompt = prompt(picture(fixtures.get("cases").get(0)), "Describe the image.");
    List<EncodedPrompt> batch = List.of(prompt, prompt, prompt, prompt);

    long settled = 0;
    for (int call = 0; call < calls; call++) {
      generator.generate(batch);
      if (call == calls / 3) {
        settled = ResidentMemory.kilobytes();
      }
    }
    // A leaked cache would be 4 rows * 40 tokens * 2 KB a step, 4 MB a call.
    assertThat(ResidentMemory.kilobytes() - settled)
        .as("growth over %d calls in KB", calls - calls / 3)
        .isLessThan(48_000);
  }

  private static EncodedPrompt prompt(RgbImage picture, String question) {
    return model.encode(new ChatPrompt("", List.of(picture), question), 40);
  }

  private static RgbImage picture(JsonNode wanted) throws IOException {
    return TestModels.picture("trained/fixtures/" + wanted.get("png").asText());
  }

  private static long[] longs(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .flatMapToLong(node -> LongStream.of(node.longValue()))
        .toArray();
  }
}
