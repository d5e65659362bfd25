package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.spark.SparkTest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder of a model is written over between two nights. Each night is a process of its own: a
 * model that is loaded stays in its JVM.
 */
@SparkTest
@EnabledIfSystemProperty(
    named = "pancap.faults",
    matches = "true",
    disabledReason = "it starts three builds; .ci/checks/75-faults.sh runs it")
class ReplacedModelTest {
  private static final Path TRAINED =
      Path.of("../pancap-core/src/test/resources/dev/pancap/model/djl/trained");

  @TempDir private Path folder;

  @Test
  void isAnotherModelAndTheOldOneIsRemembered() throws IOException, InterruptedException {
    Builds builds = new Builds(folder.resolve("in"));
    new SynthWriter(new SynthSettings(2, 3, 160, 120, 1), builds.pictures()).write(done -> {});
    Path model = folder.resolve("model");
    FileUtils.copyDirectory(TRAINED.toFile(), model.toFile());
    Path config = model.resolve("config.json");
    String written = Files.readString(config);
    assertThat(night(builds, model).count("requests")).isEqualTo(4);

    Files.writeString(config, written + "\n");
    assertThat(night(builds, model).count("requests")).isEqualTo(4);

    Files.writeString(config, written);
    Builds.Run back = night(builds, model);
    assertThat(back.count("requests")).isZero();
    assertThat(back.count("from_journal")).isEqualTo(4);
  }

  private Builds.Run night(Builds builds, Path model) throws IOException, InterruptedException {
    try (BuildProcess build =
        builds
            .process(
                folder.resolve("out").toString(), "model.engine=djl", "model.djl.folder=" + model)
            .start()) {
      return build.end().balanced(2);
    }
  }
}
