package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.config.ConfigReader;
import dev.pancap.model.Round;
import dev.pancap.spark.SparkTest;
import dev.pancap.spark.stage.CountedModel;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build in a process of its own is killed with SIGKILL, and run again. */
@SparkTest
class BuildKilledTest {
  private static final int IMAGES = 40;

  /** Two tasks, each with one question open. */
  private static final int IN_FLIGHT = 2;

  // The key of the model in this JVM is the settings of model and limits: of this test alone.
  private static final String[] SETTINGS = {"run.journal-flush=PT0S", "limits.max-segments=777"};

  @TempDir private Path folder;

  @Test
  void aKilledBuildLosesAtMostWhatWasInFlight() throws IOException, InterruptedException {
    Builds builds = new Builds(folder.resolve("in"));
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 1), builds.pictures()).write(done -> {});
    String out = folder.resolve("out").toString();
    long before;
    try (BuildProcess build = builds.process(out, SETTINGS).slowly().start()) {
      build.await(() -> build.asked().size() >= 30);
      build.kill();
      before = build.asked().size();
    }
    assertThat(before).isBetween(30L, 2L * IMAGES - 1);
    assertThat(folder.resolve("out/CURRENT")).doesNotExist();
    CountedModel model = CountedModel.install(ConfigReader.read(null, "", List.of(SETTINGS)));

    Builds.Run run = builds.build(out, SETTINGS).balanced(IMAGES);

    long after = model.asked(Round.DESCRIBE) + model.asked(Round.COMPOSE);
    assertThat(before + after).isBetween(2L * IMAGES, 2L * IMAGES + IN_FLIGHT);
    assertThat(run.count("published")).isEqualTo(IMAGES);
    assertThat(run.count("from_journal")).isEqualTo(2L * IMAGES - after);
  }
}
