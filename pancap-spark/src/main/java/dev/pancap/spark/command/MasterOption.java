package dev.pancap.spark.command;

import dev.pancap.spark.SparkSessions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --master} of every command that runs on Spark: a mixin. */
public final class MasterOption {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master. Default: what spark-submit says, else all cores here.")
  private @Nullable String master;

  /** What it says, or null. */
  @Nullable String url() {
    return master;
  }

  SparkSessions.Session open() {
    return SparkSessions.open(master);
  }
}
