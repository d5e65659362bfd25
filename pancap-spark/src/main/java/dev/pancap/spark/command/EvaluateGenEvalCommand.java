package dev.pancap.spark.command;

import dev.pancap.eval.geneval.GenEval;
import dev.pancap.eval.table.MetricResult;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap evaluate geneval}: text to image. */
@Command(
    name = "geneval",
    mixinStandardHelpOptions = true,
    description = {
      "GenEval's six tasks and their mean, from the official results.jsonl, or from raw detections:",
      "lines of JSON with 'metadata', 'detections' (class to boxes [x1, y1, x2, y2, score]) and"
          + " 'colors' (class to one colour a box)."
    },
    footer = {"", "Example:", "  pancap evaluate geneval --predictions results.jsonl"})
public final class EvaluateGenEvalCommand implements Runnable {
  @Option(
      names = {"--predictions", "--results", "--detections"},
      required = true,
      paramLabel = "FILE",
      description = "results.jsonl, or lines with raw detections.")
  private Path predictions;

  @Mixin private NoSparkOption noSpark;
  @Mixin private ResultOptions results;

  @Override
  public void run() {
    MetricResult result = GenEval.evaluate(predictions);
    results.write(result.json(), result.table());
  }
}
