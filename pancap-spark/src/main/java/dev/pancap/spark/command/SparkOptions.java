package dev.pancap.spark.command;

import dev.pancap.spark.SparkSessions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every evaluation that can also run as Spark jobs: a mixin. */
public final class SparkOptions {
  @Option(
      names = "--spark",
      description = {
        "Compute with Spark's tasks, on a cluster under spark-submit. The digits are the",
        "same; paths must be there on every machine."
      })
  private boolean asked;

  @Mixin private MasterOption master;

  boolean isAsked() {
    return asked;
  }

  SparkSessions.Session open() {
    return master.open();
  }
}
