package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.journal.JournalEntry;
import dev.pancap.model.Round;
import dev.pancap.spark.SparkTest;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model server that is asked is killed, and so are executors that ask it. How long it is away is
 * the system property {@code pancap.outage.seconds}.
 */
@SparkTest
@EnabledIfSystemProperty(
    named = "pancap.faults",
    matches = "true",
    disabledReason = "it takes minutes; .ci/checks/75-faults.sh runs it")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ModelServerFaultsTest {
  private static final int IMAGES = 24;
  private static final int IN_FLIGHT = 4;
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("pancap.outage.seconds", 8));

  @TempDir private static Path folder;

  private static Builds builds;
  private static int port;
  private static List<ReleaseManifest.DataFile> undisturbed;

  @BeforeAll
  static void buildUndisturbed() throws Exception {
    builds = new Builds(folder.resolve("pictures"));
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 2), builds.pictures()).write(done -> {});
    port = Child.freePort();
    OutputFolder out = new OutputFolder(folder.resolve("undisturbed"));
    try (ModelServer server = server("undisturbed")) {
      builds.build(out.toString(), server.settings(IN_FLIGHT, "PT10M")).balanced(IMAGES);
      undisturbed = out.published();
      assertThat(server.keys()).hasSize(2 * IMAGES).doesNotHaveDuplicates();
    }
  }

  /** One server after the other at the same place. */
  private static ModelServer server(String name) throws IOException, InterruptedException {
    return ModelServer.start(port, folder.resolve(name + "-requests"));
  }

  private static BuildProcess.Launch process(
      OutputFolder out, ModelServer server, String giveUpAfter) {
    return builds.process(out.toString(), server.settings(IN_FLIGHT, giveUpAfter));
  }

  private static long twice(List<String> keys) {
    return keys.size() - keys.stream().distinct().count();
  }

  @Test
  void aServerThatIsAwayForAWhileCostsWhatWasInFlight() throws Exception {
    OutputFolder out = new OutputFolder(folder.resolve("away"));
    try (ModelServer server = server("away");
        BuildProcess build = process(out, server, "PT10M").start()) {
      build.await(() -> server.keys().size() >= IMAGES);
      server.kill();
      assertThat(build.runsOnFor(OUTAGE)).as("the build sits it out").isTrue();
      try (ModelServer again = server("away")) {
        Builds.Run run = build.end().balanced(IMAGES);

        assertThat(run.count("published")).isEqualTo(IMAGES);
        assertThat(twice(again.keys())).as("asked twice").isLessThanOrEqualTo(IN_FLIGHT);
        assertThat(out.published()).isEqualTo(undisturbed);
      }
    }
  }

  @Test
  void aServerThatStaysAwayLeavesTheRestToTheNextRun() throws Exception {
    OutputFolder out = new OutputFolder(folder.resolve("gone"));
    try (ModelServer server = server("gone");
        BuildProcess build = process(out, server, "PT3S").start()) {
      build.await(() -> server.keys().size() >= IMAGES);
      server.kill();
      Builds.Run cutShort = build.end().balanced(IMAGES);
      assertThat(cutShort.count("deferred")).isPositive();
      assertThat(cutShort.count("published") + cutShort.count("deferred")).isEqualTo(IMAGES);
    }
    Set<String> stored = out.answers().stream().map(JournalEntry::key).collect(Collectors.toSet());

    try (ModelServer again = server("gone")) {
      int before = again.keys().size();
      Builds.Run rest =
          builds.build(out.toString(), again.settings(IN_FLIGHT, "PT3S")).balanced(IMAGES);

      assertThat(rest.count("published")).isEqualTo(IMAGES);
      List<String> asked = again.keys().subList(before, again.keys().size());
      assertThat(asked).doesNotHaveDuplicates().doesNotContainAnyElementsOf(stored);
      assertThat(out.published()).isEqualTo(undisturbed);
    }
  }

  /** With one executor that is a process of its own, and is started again when it dies. */
  private static BuildProcess.Launch withAnExecutor(BuildProcess.Launch build) throws IOException {
    Path spark = Files.createDirectories(folder.resolve("spark"));
    Files.createDirectories(spark.resolve("jars"));
    return build
        .master("local-cluster[1,1,1024]")
        .options(
            List.of(
                "-Dspark.executor.memory=768m",
                "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1",
                "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path")))
        .environment(Map.of("SPARK_HOME", spark.toString(), "SPARK_SCALA_VERSION", "2.13"));
  }

  @Test
  void executorsKilledInRoundOneAndWhileTheReleaseIsWrittenChangeNothing() throws Exception {
    int inFlight = 2;
    OutputFolder out = new OutputFolder(folder.resolve("executors"));
    try (ModelServer server = server("executors");
        BuildProcess build =
            withAnExecutor(builds.process(out.toString(), server.settings(inFlight, "PT10M")))
                .start()) {
      build.await(() -> server.keys().size() >= inFlight);
      build.killExecutor();
      List<String> first = server.keys();
      build.await(() -> out.rows().size() >= 2);
      assertThat(out.versions()).as("complete releases").isEmpty();
      build.killExecutor();
      build.end().balanced(IMAGES);

      Map<String, Round> rounds =
          out.answers().stream()
              .collect(
                  Collectors.toMap(JournalEntry::key, JournalEntry::round, (one, same) -> same));
      assertThat(first)
          .as("asked before the first kill")
          .extracting(rounds::get)
          .containsOnly(Round.DESCRIBE);
      assertThat(twice(server.keys())).as("asked twice").isBetween(1L, (long) inFlight);
      assertThat(rounds).hasSize(2 * IMAGES);
    }
    assertThat(out.runOfCurrent().at("/summary/published").asInt()).isEqualTo(IMAGES);
    assertThat(out.published()).isEqualTo(undisturbed);
  }
}
