package dev.pancap.spark.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Refuses {@code --spark} where an evaluation is done before Spark has started: a mixin. */
public final class NoSparkOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--spark", hidden = true)
  void refuse(boolean asked) {
    if (asked) {
      throw new ParameterException(
          command.commandLine(),
          "evaluate %s has no --spark: it reads a few files, which one JVM does in less time than Spark takes to start; captions, panoptic, pgc, referring and scene-graph have it"
              .formatted(command.name()));
    }
  }
}
