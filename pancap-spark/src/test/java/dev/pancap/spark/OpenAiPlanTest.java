package dev.pancap.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.model.openai.ObedientScript;
import dev.pancap.model.openai.ScriptedChatServer;
import dev.pancap.model.openai.ScriptedChatServer.Answer;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that look before the leap: plan, prompt, ask, check. */
@SparkTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenAiPlanTest {
  private static final int IMAGES = 4;

  @TempDir private static Path pictures;

  /** Planned for and built into by the ordered tests. */
  @TempDir private static Path out;

  @TempDir private Path folder;

  @BeforeAll
  static void draw() throws IOException {
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 2), pictures).write(done -> {});
  }

  @Test
  @Order(2)
  void aPlanCountsWhatABuildThenAsksAndAsksNothingItself() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.start(new ObedientScript())) {
      JsonNode before = plan(server).json();
      assertThat(before.path("images").asInt()).isEqualTo(IMAGES);
      assertThat(before.at("/new_requests/describe").asInt()).isEqualTo(IMAGES);
      assertThat(before.at("/new_requests/compose").asInt()).isEqualTo(IMAGES);
      assertThat(before.path("answered").asInt()).isZero();
      assertThat(before.path("tokens_from").asText()).startsWith("no history: ");
      assertThat(server.requests()).isZero();

      assertThat(run("build", server).exitCode()).isZero();
      assertThat(server.requests()).isEqualTo(2 * IMAGES);

      JsonNode after = plan(server).json();
      assertThat(after.path("answered").asInt()).isEqualTo(2 * IMAGES);
      assertThat(after.at("/new_requests/describe").asInt()).isZero();
      assertThat(after.at("/new_requests/compose").asInt()).isZero();
      assertThat(after.at("/prompt_tokens/expected").asDouble()).isZero();
      assertThat(server.requests()).isEqualTo(2 * IMAGES);
    }
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "overlay.fill-alpha=0.5, 'overlay.fill-alpha: 0.5, was 0.35'",
    "model.openai.image-detail=low, 'model.openai.image-detail: \"LOW\", was \"HIGH\"'"
  })
  void aPlanSaysWhatIsAskedAgainAndWhy(String change, String because) throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.start(new ObedientScript())) {
      JsonNode plan =
          plan(
                  server,
                  change,
                  "model.openai.model=gpt-4o-mini",
                  "model.openai.requests-per-minute=2")
              .json();

      assertThat(plan.at("/invalidated/describe").asInt()).isEqualTo(IMAGES);
      assertThat(plan.at("/invalidated/compose").asInt()).isEqualTo(IMAGES);
      assertThat(plan.path("because").toString()).contains(because.replace("\"", "\\\""));
      // The scripted server says a thousand prompt tokens an answer.
      assertThat(plan.at("/prompt_tokens/expected").asDouble()).isEqualTo(2000.0 * IMAGES);
      assertThat(plan.path("tokens_from").asText()).startsWith("the mean and scatter");
      // gpt-4o-mini: 0.15 a million prompt tokens, 0.075 cached (200 of 1000), 0.60 answered.
      double expected =
          (2 * IMAGES * (800 * 0.15 + 200 * 0.075)
                  + 0.60 * plan.at("/answer_tokens/expected").asDouble())
              / 1e6;
      assertThat(plan.at("/cost/expected").asDouble()).isCloseTo(expected, Offset.offset(1e-9));
      assertThat(plan.at("/cost/low").asDouble()).isLessThan(expected);
      assertThat(plan.at("/cost/high").asDouble()).isGreaterThan(expected);
      assertThat(plan.path("currency").asText()).isEqualTo("USD");
      assertThat(plan.at("/seconds/expected").asDouble()).isEqualTo(30.0 * 2 * IMAGES);
      assertThat(plan.path("bound_by").asText()).isEqualTo("requests-per-minute");
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  @Order(1)
  void thePromptOfOneImageIsPrintedAsItWouldBeSent() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.start(new ObedientScript())) {
      CommandRun said = run("prompt", server, List.of("--image", "2"));

      JsonNode request = new ObjectMapper().readTree(said.out());
      assertThat(request.path("model").asText()).isEqualTo("scripted-vlm");
      assertThat(request.at("/messages/1/content/0/text").asText())
          .contains("describe the details of the image for each region");
      assertThat(request.at("/messages/1/content/1/image_url/url").asText())
          .startsWith("data:image/jpeg;base64,… (");
      assertThat(server.requests()).isZero();

      CommandRun missing = run("prompt", server, List.of("--image", "99"));
      assertThat(missing.exitCode()).isEqualTo(2);
      assertThat(missing.err()).contains("--image 99 is not there");
    }
  }

  @Test
  void askSendsOnePictureAndSaysWhatItTook() throws IOException {
    try (ScriptedChatServer server = ScriptedChatServer.start(request -> Answer.of("A cat."))) {
      JsonNode said =
          command(
                  "ask",
                  server,
                  List.of("--json", "--image", picture()),
                  "model.openai.model=gpt-4o")
              .json();

      assertThat(said.path("answer").asText()).isEqualTo("A cat.");
      assertThat(said.at("/tokens/prompt_tokens").asInt()).isEqualTo(1000);
      assertThat(said.path("cost").asText()).isEqualTo("0.0023 USD");
      assertThat(server.violations()).isEmpty();

      CommandRun missing = command("ask", server, List.of("--image", "no.jpg"));
      assertThat(missing.exitCode()).isEqualTo(2);
      assertThat(missing.err()).contains("--image no.jpg does not exist");
    }
  }

  @Test
  void checkSaysWhatTheServerDoes() {
    try (ScriptedChatServer server =
        ScriptedChatServer.start(request -> Answer.of("1: wall - red"))) {
      CommandRun said = command("check", server, List.of());

      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.out())
          .contains("text      yes  answers")
          .contains("pictures  no   the picture does not reach the model")
          .contains("It cannot be used to caption pictures.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.openai.base-url= | model.openai.base-url is missing",
        "model.openai.base-url=http://models.test | models.test needs a key",
        "model.openai.max-in-flight=0 | model.openai.max-in-flight must be positive: 0",
        "model.openai.max-cost=5 | there is no price for scripted-vlm",
        "model.openai.prices=/no/such.yaml | model.openai.prices cannot be read",
        "model.openai.prices=WITHOUT_CURRENCY | scripted-vlm has no currency; write for example",
        "prompts.folder=/no/such | prompts.folder"
      })
  void badSettingsEndWithExitCodeTwoBeforeAnythingIsStarted(String given, String message)
      throws IOException {
    Path prices =
        Files.writeString(
            folder.resolve("prices.yaml"), "models: {scripted-vlm: {prompt: 1, completion: 2}}");
    String setting = given.replace("WITHOUT_CURRENCY", prices.toString());
    try (ScriptedChatServer server = ScriptedChatServer.start(new ObedientScript())) {
      for (String command : List.of("plan", "build")) {
        CommandRun said = run(command, server, List.of(), setting);

        assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).contains(message);
        assertThat(said.err().strip()).doesNotContain("\n");
      }
    }
  }

  private String picture() {
    return pictures.resolve("images/000000000001.jpg").toString();
  }

  private CommandRun plan(ScriptedChatServer server, String... assignments) {
    return run("plan", server, List.of("--json"), assignments);
  }

  private CommandRun run(String command, ScriptedChatServer server) {
    return run(command, server, List.of());
  }

  private CommandRun run(
      String command, ScriptedChatServer server, List<String> more, String... assignments) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--images",
                pictures.resolve("images").toString(),
                "--masks",
                pictures.resolve("panoptic").toString(),
                "--annotations",
                pictures.resolve("panoptic.json").toString(),
                "--out",
                out.toString()));
    options.addAll(more);
    return command(command, server, options, assignments);
  }

  private static CommandRun command(
      String command, ScriptedChatServer server, List<String> options, String... assignments) {
    List<String> all = new ArrayList<>();
    all.add(command);
    all.addAll(options);
    List<String> settings =
        new ArrayList<>(
            List.of(
                "model.engine=openai",
                "model.openai.base-url=" + server.baseUrl(),
                "model.openai.model=scripted-vlm"));
    settings.addAll(Arrays.asList(assignments));
    settings.forEach(setting -> all.addAll(List.of("--set", setting)));
    return CommandRun.of(all);
  }
}
