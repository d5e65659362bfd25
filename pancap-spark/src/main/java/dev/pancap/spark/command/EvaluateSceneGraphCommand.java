package dev.pancap.spark.command;

import dev.pancap.eval.scenegraph.SceneGraphEvaluation;
import dev.pancap.eval.table.MetricResult;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap evaluate scene-graph}: R@K and mR@K. */
@Command(
    name = "scene-graph",
    mixinStandardHelpOptions = true,
    description = {
      "Recall and mean recall of panoptic scene graphs, as OpenPSG computes them (masks, IoU of at",
      "least one half). Predictions are OpenPSG's relation.json, in the order of the test images or",
      "with an image_id, relations in rank order."
    },
    footer = {
      "",
      "Example:",
      "  pancap evaluate scene-graph --truth psg.json --truth-masks coco \\",
      "      --predictions submission/relation.json --prediction-masks submission/panseg"
    })
public final class EvaluateSceneGraphCommand implements Runnable {
  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FILE",
      description = "OpenPSG's psg.json.")
  private Path truth;

  @Option(
      names = "--truth-masks",
      paramLabel = "DIR",
      description = "Where its pan_seg_file_name starts. Default: the file's folder.")
  private @Nullable Path truthMasks;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "FILE",
      description = "relation.json of a submission.")
  private Path predictions;

  @Option(
      names = "--prediction-masks",
      paramLabel = "DIR",
      description = "Where its pan_seg_file_name starts. Default: panseg beside the file.")
  private @Nullable Path predictionMasks;

  @Option(
      names = {"-k", "--k"},
      split = ",",
      paramLabel = "K",
      description = "How many relations count. Default: 10,15,20.")
  private List<Integer> ks = List.of(10, 15, 20);

  @Option(
      names = "--strict",
      description = "Count images without predictions as 0; OpenPSG leaves them out.")
  private boolean strict;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Masks compared at a time. Default: one a core. Never changes a digit.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private SettingsOptions settings;
  @Mixin private SparkOptions spark;
  @Mixin private ResultOptions results;

  @Override
  public void run() {
    SceneGraphEvaluation.Inputs inputs =
        new SceneGraphEvaluation.Inputs(
            truth,
            truthMasks == null ? truth.resolveSibling("") : truthMasks,
            predictions,
            predictionMasks == null ? predictions.resolveSibling("panseg") : predictionMasks);
    SceneGraphEvaluation.Options options =
        new SceneGraphEvaluation.Options(
            ks,
            strict ? SceneGraphEvaluation.Empty.COUNT_ZERO : SceneGraphEvaluation.Empty.LEAVE_OUT,
            settings.read().limits());
    MetricResult result =
        spark.evaluate(threads, work -> new SceneGraphEvaluation(inputs, options, work).run());
    results.write(result.json(), result.table());
  }
}
