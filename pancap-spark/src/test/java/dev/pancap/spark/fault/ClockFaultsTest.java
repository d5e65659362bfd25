package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.spark.SparkTest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine's clock is set while builds run and between them. The processes of builds see a clock
 * of their own, which libfaketime gives them; where it lies is the system property {@code
 * pancap.faketime}.
 */
@SparkTest
@EnabledIfSystemProperty(
    named = "pancap.faults",
    matches = "true",
    disabledReason = "it takes minutes; .ci/more/76-clock.sh runs it")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClockFaultsTest {
  private static final int IMAGES = 24;
  private static final String LIBRARY = System.getProperty("pancap.faketime", "");

  private static final String[] LAYOUT = {"release.rows-per-file=2", "run.journal-flush=PT0.1S"};

  @TempDir private Path folder;

  private OutputFolder out;
  private Path clock;
  private Builds builds;

  private void setClock(String difference) {
    try {
      // A new file takes the old one's place at once, so that none is read half written.
      Path fresh = clock.resolveSibling("clock.new");
      Files.writeString(fresh, difference + "\n");
      Files.move(fresh, clock, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BuildProcess.Launch underTheClock() {
    return builds
        .process(out.toString(), LAYOUT)
        .slowly()
        .environment(
            Map.of(
                "LD_PRELOAD",
                LIBRARY,
                "FAKETIME_TIMESTAMP_FILE",
                clock.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // What it does else for an old glibc has every timed wait of the JVM spin.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0"));
  }

  @Test
  void aClockThatJumpsLosesNothingAndPublishesNothingTwice() throws Exception {
    Assumptions.assumeFalse(
        LIBRARY.isEmpty(), "libfaketime is not there; Debian has it as faketime");
    builds = new Builds(folder.resolve("pictures"));
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 2), builds.pictures()).write(done -> {});
    out = new OutputFolder(folder.resolve("out"));
    clock = folder.resolve("clock");
    OutputFolder elsewhere = new OutputFolder(folder.resolve("undisturbed"));
    builds.build(elsewhere.toString(), LAYOUT).balanced(IMAGES);

    // More than a year ahead, and killed: its lease, its run and its answers are of the future.
    setClock("+400d");
    try (BuildProcess ahead = underTheClock().start()) {
      ahead.await(() -> !out.journal().isEmpty());
      ahead.kill();
    }
    final int stored = out.answers().size();

    // Back by half a year, back once more while it asks, and far ahead while it publishes.
    setClock("+200d");
    try (BuildProcess jumping = underTheClock().start()) {
      jumping.await(() -> jumping.asked().size() >= 10);
      setClock("-30d");
      jumping.await(() -> !out.rows().isEmpty());
      setClock("+900d");
      jumping.end().balanced(IMAGES);
      assertThat(jumping.asked()).as("questions").hasSize(2 * IMAGES - stored);
    }
    assertThat(out.published()).isEqualTo(elsewhere.published());
    assertThat(out.runOfCurrent().at("/summary/seconds").asDouble()).isBetween(0.0, 300.0);
    String release = out.current();

    // Back to the true time. Nothing has changed since.
    assertThat(change()).isFalse();
    assertThat(out.current()).isEqualTo(release);

    // One mask less makes a release whose name sorts before; it is the current one all the same.
    Files.delete(builds.pictures().resolve("panoptic/000000000001.png"));
    assertThat(change()).isTrue();
    assertThat(out.current()).isLessThan(release);
    assertThat(change()).isFalse();
  }

  /** Builds, which must ask nothing, and says whether that made a new release. */
  private boolean change() {
    Builds.Run run = builds.build(out.toString(), LAYOUT).balanced(IMAGES);
    assertThat(run.count("requests")).isZero();
    return run.summary().get("changed").asBoolean();
  }
}
