package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.PancapConfig;
import dev.pancap.spark.BuildPlan;
import dev.pancap.spark.SparkSessions;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap prompt}: prints what would be sent for one image. */
@Command(
    name = "prompt",
    mixinStandardHelpOptions = true,
    description = {
      "Prints exactly what a build would send to the model next for one image: round 1 if it is not",
      "answered, else round 2. Of a picture, its kind and length are printed. Asks nothing."
    },
    footer = {
      "",
      "Example:",
      "  pancap prompt --image 139 --images coco/val2017 --masks coco/panoptic_val2017 \\",
      "      --annotations coco/annotations/panoptic_val2017.json --out dataset"
    })
public final class PromptCommand implements Callable<Integer> {
  @Option(
      names = "--image",
      required = true,
      paramLabel = "ID",
      description = "The image's id in the annotations.")
  private long imageId;

  @Mixin private SettingsOptions settings;

  @Mixin private SourceOptions source;

  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(long image, List<String> requests) {}

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    source.check(config);
    try (SparkSessions.Session session = source.master().open()) {
      List<String> requests =
          new BuildPlan(
                  session.spark(),
                  source.request(config, InputChoice.Embedding.PATHS),
                  Clock.systemUTC())
              .requests(imageId)
              .orElseThrow(() -> new ConfigException("--image %d is not there".formatted(imageId)));
      Summary found = new Summary(imageId, requests);
      summary.print(
          found,
          requests.isEmpty()
              ? "Nothing: image %d is answered, or cannot be used".formatted(imageId)
              : String.join(System.lineSeparator(), requests));
    }
    return 0;
  }
}
