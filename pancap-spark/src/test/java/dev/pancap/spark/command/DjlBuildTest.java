package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.model.openai.ObedientScript;
import dev.pancap.model.openai.ScriptedChatServer;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same command with a model inside the JVM: one setting is another. */
@SparkTest
class DjlBuildTest {
  private static final Path TRAINED =
      Path.of("../pancap-core/src/test/resources/dev/pancap/model/djl/trained");

  @TempDir Path folder;

  @Test
  void theSameImagesGoThroughEveryEngineByOneSettingAndNoneIsAskedTwice() throws IOException {
    new SynthWriter(new SynthSettings(3, 3, 160, 120, 1), folder.resolve("in")).write(done -> {});
    try (ScriptedChatServer server = ScriptedChatServer.start(new ObedientScript())) {
      String[] settings = {
        "model.djl.folder=" + TRAINED.toAbsolutePath(),
        "model.openai.base-url=" + server.baseUrl(),
        "model.openai.model=scripted-vlm",
        "model.engine="
      };
      Set<String> captioned = new TreeSet<>();
      for (String engine : List.of("describer", "openai", "djl")) {
        settings[3] = "model.engine=" + engine;
        JsonNode summary = build(settings).json();

        assertThat(summary.get("published").intValue()).as(engine).isEqualTo(3);
        assertThat(summary.get("requests").intValue()).as(engine).isEqualTo(6);
        assertThat(summary.get("from_journal").intValue()).as(engine).isZero();
        captioned.add(summary.get("version").asText());
      }
      assertThat(captioned).as("a release of each engine").hasSize(3);
      assertThat(server.requests()).isEqualTo(6);
      assertThat(server.violations()).isEmpty();

      assertThat(build(settings).json().get("requests").intValue()).isZero();
      JsonNode reworded =
          build(settings[0], "model.djl.summary-question=Caption this image.").json();
      assertThat(reworded.get("requests").intValue()).isEqualTo(6);

      settings[3] = "model.engine=describer";
      assertThat(build(settings).json().get("from_journal").intValue()).isEqualTo(6);
    }
  }

  @Test
  void aMissingFolderIsOneSentenceBeforeSparkRuns() {
    assertThat(build("model.djl.folder=/nowhere").refusal())
        .isEqualTo("pancap: model.djl.folder: there is no folder /nowhere on this machine\n");
  }

  private CommandRun build(String... settings) {
    List<String> args = CommandRun.buildOf(folder.resolve("in"), folder.resolve("out").toString());
    args.addAll(List.of("--set", "model.engine=djl", "--set", "model.djl.threads=1"));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    return CommandRun.of(args);
  }
}
