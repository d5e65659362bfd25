package dev.pancap.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import org.apache.spark.sql.SparkSession;

/**
 * Starts a build with its progress on a stream.
 *
 * @param terminal whether the stream is a terminal, where a bar can be drawn
 */
public record BuildRun(SparkSession spark, PrintWriter progress, boolean terminal, Clock clock) {

  /** With the system's clock; a bar is drawn where the process has a terminal. */
  public static BuildRun system(SparkSession spark, PrintWriter progress) {
    return new BuildRun(spark, progress, System.console() != null, Clock.systemUTC());
  }

  public BuildSummary run(BuildRequest request) throws IOException {
    RunProgress.Look look =
        new RunProgress.Look(terminal, request.config().run().progressInterval());
    try (RunProgress shown = new RunProgress(spark, progress, look, clock)) {
      return new PancapPipeline(spark, request, shown, clock).run();
    }
  }
}
