package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.model.openai.ScriptedServerProcess;
import dev.pancap.spark.SparkTest;
import dev.pancap.store.JournalReader;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The model server is killed while it is asked. How long it is away is the system property {@code
 * pancap.outage.seconds}.
 */
@SparkTest
@EnabledIfSystemProperty(
    named = "pancap.faults",
    matches = "true",
    disabledReason = "it takes minutes; .ci/more/75-faults.sh runs it")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ModelServerFaultsTest {
  private static final int IMAGES = 24;
  private static final int IN_FLIGHT = 4;
  private static final int OUTAGE_SECONDS = Integer.getInteger("pancap.outage.seconds", 8);

  @TempDir private static Path folder;

  private static final Configuration HADOOP = new Configuration();
  private static Builds builds;
  private static int port;
  private static List<ReleaseManifest.DataFile> undisturbed;

  @BeforeAll
  static void buildUndisturbed() throws Exception {
    builds = new Builds(folder.resolve("pictures"));
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 2), builds.pictures()).write(done -> {});
    port = Child.freePort();
    Path seen = folder.resolve("undisturbed-requests");
    try (Child server = server(seen)) {
      String out = folder.resolve("undisturbed").toString();
      builds.build(out, settings("PT10M")).balanced(IMAGES);
      undisturbed = Builds.published(out, HADOOP);
      server.kill();
    }
    assertThat(keys(seen)).hasSize(2 * IMAGES).doesNotHaveDuplicates();
  }

  private static Child server(Path seen) throws IOException, InterruptedException {
    return Child.like(
            folder.resolve("server.log"),
            ScriptedServerProcess.class.getName(),
            List.of(String.valueOf(port), seen.toString(), "100"))
        .listening(port);
  }

  private static String[] settings(String giveUpAfter) {
    return new String[] {
      "model.engine=openai",
      "model.openai.base-url=http://localhost:" + port,
      "model.openai.model=scripted-vlm",
      "model.openai.max-in-flight=" + IN_FLIGHT,
      "model.openai.max-retry-delay=PT1S",
      "model.openai.give-up-after=" + giveUpAfter,
      "run.journal-flush=PT0.1S",
    };
  }

  /** The keys of the requests that came in, in order. */
  private static List<String> keys(Path seen) throws IOException {
    List<String> keys = new ArrayList<>();
    for (String line : Files.readAllLines(seen)) {
      keys.add(line.split(" ")[2]);
    }
    return keys;
  }

  private static boolean hasSeen(Path seen, int requests) {
    try {
      return Files.exists(seen) && Files.readAllLines(seen).size() >= requests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> stored(Path out) throws IOException {
    Set<String> keys = new HashSet<>();
    for (String file : JournalReader.files(out.toString(), HADOOP)) {
      JournalReader.read(file, HADOOP).forEach(entry -> keys.add(entry.key()));
    }
    return keys;
  }

  @Test
  void aServerThatIsAwayForAWhileCostsWhatWasInFlight() throws Exception {
    Path seen = folder.resolve("away-requests");
    Path out = folder.resolve("away");
    CompletableFuture<Builds.Run> build;
    try (Child server = server(seen)) {
      build = CompletableFuture.supplyAsync(() -> builds.build(out.toString(), settings("PT10M")));
      server.await(() -> hasSeen(seen, IMAGES));
      server.kill();
    }
    new CountDownLatch(1).await(OUTAGE_SECONDS, TimeUnit.SECONDS);
    assertThat(build).as("the build sits it out").isNotDone();
    try (Child again = server(seen)) {
      Builds.Run run = build.get().balanced(IMAGES);

      assertThat(run.count("published")).isEqualTo(IMAGES);
      assertThat(keys(seen).size() - new HashSet<>(keys(seen)).size())
          .as("asked twice")
          .isLessThanOrEqualTo(IN_FLIGHT);
      assertThat(Builds.published(out.toString(), HADOOP)).isEqualTo(undisturbed);
      assertThat(again.process().isAlive()).isTrue();
    }
  }

  @Test
  void aServerThatStaysAwayLeavesTheRestToTheNextRun() throws Exception {
    Path seen = folder.resolve("gone-requests");
    Path out = folder.resolve("gone");
    CompletableFuture<Builds.Run> build;
    try (Child server = server(seen)) {
      build = CompletableFuture.supplyAsync(() -> builds.build(out.toString(), settings("PT3S")));
      server.await(() -> hasSeen(seen, IMAGES));
      server.kill();
    }
    Builds.Run cutShort = build.get().balanced(IMAGES);
    assertThat(cutShort.count("deferred")).isPositive();
    assertThat(cutShort.count("published") + cutShort.count("deferred")).isEqualTo(IMAGES);
    Set<String> stored = stored(out);
    int before = keys(seen).size();

    try (Child again = server(seen)) {
      Builds.Run rest = builds.build(out.toString(), settings("PT3S")).balanced(IMAGES);

      assertThat(rest.count("published")).isEqualTo(IMAGES);
      List<String> asked = keys(seen).subList(before, keys(seen).size());
      assertThat(asked).doesNotHaveDuplicates().doesNotContainAnyElementsOf(stored);
      assertThat(Builds.published(out.toString(), HADOOP)).isEqualTo(undisturbed);
      assertThat(again.process().isAlive()).isTrue();
    }
  }
}
