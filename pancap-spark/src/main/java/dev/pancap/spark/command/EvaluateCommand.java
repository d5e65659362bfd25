package dev.pancap.spark.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pancap evaluate}: the metrics of the paper's tables, one subcommand each. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "METRIC",
    description = "Computes a metric as its original program does.")
public final class EvaluateCommand implements Runnable {
  /** This command with its metrics. */
  public static final CommandTree TREE =
      CommandTree.node(
          EvaluateCommand.class,
          EvaluateCaptionsCommand.class,
          EvaluateFidCommand.class,
          EvaluateGcgCommand.class,
          EvaluateGenEvalCommand.class,
          EvaluatePanopticCommand.class,
          EvaluatePgcCommand.class,
          EvaluateReferringCommand.class,
          EvaluateSceneGraphCommand.class,
          EvaluateVBenchCommand.class,
          EvaluateVqaCommand.class);

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say which metric to compute");
  }
}
