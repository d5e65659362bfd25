package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigReader;
import dev.pancap.model.Round;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import dev.pancap.spark.stage.CountedModel;
import dev.pancap.spark.stage.SlowBuild;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build in a process of its own is killed with SIGKILL, and run again. */
@SparkTest
class BuildKilledTest {
  private static final int IMAGES = 40;

  /** Two tasks, each with one question open. */
  private static final int IN_FLIGHT = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  // The key of the model in this JVM is the settings of model and limits: of this test alone.
  private static final List<String> SETTINGS =
      List.of("run.journal-flush=PT0S", "limits.max-segments=777");

  @TempDir private Path folder;

  private List<String> command() {
    List<String> command =
        CommandRun.buildOf(folder.resolve("in"), folder.resolve("out").toString());
    command.addAll(List.of("--master", "local[2]"));
    SETTINGS.forEach(setting -> command.addAll(List.of("--set", setting)));
    return command;
  }

  private long requests() throws IOException {
    Path file = folder.resolve("requests");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  private void buildAndKillAfter(int requests) throws IOException, InterruptedException {
    List<String> java = new ArrayList<>(List.of(ProcessHandle.current().info().command().get()));
    java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    java.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            SlowBuild.class.getName(),
            folder.resolve("requests").toString()));
    java.addAll(SETTINGS);
    java.add("--");
    java.addAll(command());
    Process process =
        new ProcessBuilder(java)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    try {
      Instant end = Instant.now().plus(PATIENCE);
      while (requests() < requests && Instant.now().isBefore(end)) {
        assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
            .as("the build ended by itself: %s", folder.resolve("said"))
            .isFalse();
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  @Test
  void aKilledBuildLosesAtMostWhatWasInFlight() throws IOException, InterruptedException {
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 1), folder.resolve("in"))
        .write(done -> {});
    buildAndKillAfter(30);
    long before = requests();
    assertThat(before).isBetween(30L, 2L * IMAGES - 1);
    assertThat(folder.resolve("out/CURRENT")).doesNotExist();
    CountedModel model = CountedModel.install(ConfigReader.read(null, "", SETTINGS));

    JsonNode summary = CommandRun.of(command()).json();

    long after = model.asked(Round.DESCRIBE) + model.asked(Round.COMPOSE);
    assertThat(before + after).isBetween(2L * IMAGES, 2L * IMAGES + IN_FLIGHT);
    assertThat(summary.get("published").asInt()).isEqualTo(IMAGES);
    assertThat(summary.get("from_journal").asLong()).isEqualTo(2L * IMAGES - after);
  }
}
