package dev.pancap.spark.command;

import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.referring.ReferringSegmentation;
import dev.pancap.eval.table.MetricResult;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap evaluate referring}: gIoU and cIoU. */
@Command(
    name = "referring",
    mixinStandardHelpOptions = true,
    description = {
      "gIoU and cIoU of referring segmentation, as LISA and GLaMM report them.",
      "",
      "Either two folders of PNG masks of equal names, one an expression: in the truth 1 is the",
      "target and 255 is ignored, in the prediction all but 0 is set. Or two files of JSON lines",
      "(or JSON lists): {\"id\": 1, \"segmentation\": RLE or polygons, \"ignore\": RLE}. Parts of a",
      "truth that overlap are added up, as LISA does, and do not count as target there."
    },
    footer = {"", "Example:", "  pancap evaluate referring --truth gt --predictions pred"})
public final class EvaluateReferringCommand implements Runnable {
  @Option(
      names = "--truth",
      required = true,
      paramLabel = "PATH",
      description = "The true masks: a folder or a JSON file.")
  private Path truth;

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "PATH",
      description = "The predicted masks, in the same way.")
  private Path predictions;

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
    LimitsConfig limits = settings.read().limits();
    MetricResult result =
        spark.evaluate(
            threads, work -> new ReferringSegmentation(limits, work).evaluate(truth, predictions));
    results.write(result.json(), result.table());
  }
}
