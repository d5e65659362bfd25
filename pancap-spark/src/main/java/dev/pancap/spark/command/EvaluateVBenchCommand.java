package dev.pancap.spark.command;

import dev.pancap.eval.table.MetricResult;
import dev.pancap.eval.vbench.VBench;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap evaluate vbench}: text or image to video. */
@Command(
    name = "vbench",
    mixinStandardHelpOptions = true,
    description = {
      "VBench's quality, semantic and total scores from the scores of its dimensions:",
      "{\"subject_consistency\": [0.95, [...]], ...} or {\"subject_consistency\": 0.95, ...}."
    },
    footer = {"", "Example:", "  pancap evaluate vbench --predictions eval_results.json"})
public final class EvaluateVBenchCommand implements Runnable {
  @Option(
      names = {"--predictions", "--results"},
      required = true,
      paramLabel = "FILE",
      description = "VBench's result file.")
  private Path predictions;

  @Option(
      names = "--image-to-video",
      description = "Aggregate as VBench-I2V does: quality and the three i2v dimensions.")
  private boolean imageToVideo;

  @Mixin private NoSparkOption noSpark;
  @Mixin private ResultOptions results;

  @Override
  public void run() {
    MetricResult result =
        VBench.evaluate(
            predictions, imageToVideo ? VBench.Suite.IMAGE_TO_VIDEO : VBench.Suite.TEXT_TO_VIDEO);
    results.write(result.json(), result.table());
  }
}
