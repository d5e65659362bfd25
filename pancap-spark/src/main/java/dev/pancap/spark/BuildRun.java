package dev.pancap.spark;

import dev.pancap.spark.lineage.Lineage;
import dev.pancap.spark.unchanged.InputComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts a build with its progress on a stream. Where nothing has changed since the last run, which
 * is found out by comparing files, Spark is not started at all.
 *
 * @param master what {@code --master} says, or null
 * @param terminal whether the stream is a terminal, where a bar can be drawn
 */
public record BuildRun(
    @Nullable String master, PrintWriter progress, boolean terminal, Clock clock) {

  /** With the time of the system; a bar is drawn where the process has a terminal. */
  public static BuildRun system(@Nullable String master, PrintWriter progress) {
    return new BuildRun(master, progress, System.console() != null, SteadyClock.start());
  }

  public BuildSummary run(BuildRequest request) throws IOException {
    Instant started = clock.instant();
    SparkSessions.checkMaster(master);
    Optional<InputComparison> comparison =
        InputComparison.of(request, SparkSessions.hadoopSettings());
    Optional<BuildSummary> nothing = nothingToDo(request, comparison, started);
    return nothing.isPresent() ? nothing.get() : run(request, comparison);
  }

  /** Says and returns what there is where nothing has changed. */
  Optional<BuildSummary> nothingToDo(
      BuildRequest request, Optional<InputComparison> comparison, Instant started)
      throws IOException {
    Optional<BuildSummary> nothing =
        comparison.isEmpty() || SparkSessions.mustOpen()
            ? Optional.empty()
            : comparison.get().nothingToDo(secondsSince(started));
    if (nothing.isPresent()) {
      progress.printf(
          Locale.ROOT,
          "pancap: %,d images, nothing has changed since %s (compared by %s in %.1f s)%n",
          nothing.get().in(),
          nothing.get().run(),
          request.config().run().fingerprint().name().toLowerCase(Locale.ROOT),
          nothing.get().seconds());
      progress.flush();
    }
    return nothing;
  }

  /** Runs the stages on what the comparison leaves to do. */
  BuildSummary run(BuildRequest request, Optional<InputComparison> comparison) throws IOException {
    RunProgress.Look look =
        new RunProgress.Look(terminal, request.config().run().progressInterval());
    Lineage lineage =
        new Lineage(
            request, SparkSessions.hadoopSettings().configuration(), clock, System.getenv());
    BuildSummary done = null;
    String failure = "the build failed; its log says why";
    lineage.started();
    try (SparkSessions.Session session = SparkSessions.open(master);
        RunProgress shown = new RunProgress(session.spark(), progress, look, clock)) {
      done = new PancapPipeline(session.spark(), request, comparison, shown, clock).run();
      return done;
    } catch (RunFailedException e) {
      failure = String.valueOf(e.getMessage());
      throw e;
    } finally {
      if (done == null) {
        lineage.failed(failure);
      } else {
        lineage.ended(done);
      }
    }
  }

  private double secondsSince(Instant started) {
    return Duration.between(started, clock.instant()).toMillis() / 1000.0;
  }
}
