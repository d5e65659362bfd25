package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.model.openai.ObedientScript;
import dev.pancap.model.openai.ScriptedChatServer;
import dev.pancap.spark.PancapCommand;
import dev.pancap.spark.SparkTest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
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
  void aSmallModelCaptionsEveryPictureAndIsNotAskedTwice() throws IOException {
    new SynthWriter(new SynthSettings(5, 3, 160, 120, 1), folder.resolve("in")).write(done -> {});

    JsonNode first = build("model.djl.folder=" + TRAINED.toAbsolutePath());
    JsonNode second = build("model.djl.folder=" + TRAINED.toAbsolutePath());
    JsonNode reworded =
        build(
            "model.djl.folder=" + TRAINED.toAbsolutePath(),
            "model.djl.summary-question=Caption this image.");

    assertThat(first.get("published").intValue()).isEqualTo(5);
    assertThat(first.get("requests").intValue()).isEqualTo(10);
    assertThat(second.get("requests").intValue()).isZero();
    assertThat(reworded.get("requests").intValue()).isEqualTo(10);
  }

  @Test
  void theSameImagesGoThroughEveryEngineByOneSetting() throws IOException {
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
        JsonNode summary = build(settings);

        assertThat(summary.get("published").intValue()).as(engine).isEqualTo(3);
        assertThat(summary.get("requests").intValue()).as(engine).isEqualTo(6);
        assertThat(summary.get("from_journal").intValue()).as(engine).isZero();
        captioned.add(summary.get("version").asText());
      }
      assertThat(captioned).as("a release of each engine").hasSize(3);
      assertThat(server.requests()).isEqualTo(6);
      assertThat(server.violations()).isEmpty();

      settings[3] = "model.engine=describer";
      assertThat(build(settings).get("from_journal").intValue()).isEqualTo(6);
    }
  }

  @Test
  void aMissingFolderIsOneSentenceBeforeSparkRuns() {
    StringWriter err = new StringWriter();
    assertThat(run(new StringWriter(), err, "model.djl.folder=/nowhere")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("pancap: model.djl.folder: there is no folder /nowhere on this machine\n");
  }

  private JsonNode build(String... settings) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(run(out, err, settings)).as("standard error: %s", err).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private int run(StringWriter out, StringWriter err, String... settings) {
    String[] args = {
      "build",
      "--images",
      folder.resolve("in/images").toString(),
      "--masks",
      folder.resolve("in/panoptic").toString(),
      "--annotations",
      folder.resolve("in/panoptic.json").toString(),
      "--out",
      folder.resolve("out").toString(),
      "--json",
      "--set",
      "model.engine=djl",
      "--set",
      "model.djl.threads=1"
    };
    String[] all = Arrays.copyOf(args, args.length + 2 * settings.length);
    for (int i = 0; i < settings.length; i++) {
      all[args.length + 2 * i] = "--set";
      all[args.length + 2 * i + 1] = settings[i];
    }
    return PancapCommand.run(new PrintWriter(out), new PrintWriter(err), all);
  }
}
