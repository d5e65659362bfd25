package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.ModelConfig;
import dev.pancap.config.PancapConfig;
import dev.pancap.model.Prompts;
import dev.pancap.model.djl.DjlModel;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.BuildRun;
import dev.pancap.spark.BuildSummary;
import dev.pancap.spark.SparkSessions;
import dev.pancap.spark.segment.SegmentedSource;
import dev.pancap.spark.source.CocoSource;
import dev.pancap.spark.source.CoconutSource;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImageSource;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap build}: makes a release, asking the model for what is not answered yet. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a checked grounded-caption dataset from pictures and panoptic masks.",
      "Running it again asks the model only for what is missing or has changed."
    },
    footer = {
      "",
      "Example:",
      "  pancap build --images coco/val2017 --masks coco/panoptic_val2017 \\",
      "      --annotations coco/annotations/panoptic_val2017.json --out dataset",
      "The release is then in dataset/releases/, and dataset/CURRENT names it."
    })
public final class BuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "Folder of pictures: a local path, hdfs:// or s3a://.")
  private String images;

  @Option(names = "--masks", paramLabel = "DIR", description = "Folder of panoptic PNGs.")
  private @Nullable String masks;

  @Option(
      names = "--annotations",
      paramLabel = "FILE",
      description = "COCO panoptic JSON, also as COCONut's downloader writes it.")
  private @Nullable String annotations;

  @Option(
      names = "--coconut",
      paramLabel = "DIR",
      description = "COCONut as Hugging Face Parquet, in place of --masks and --annotations.")
  private @Nullable String coconut;

  @Option(
      names = "--segment-with",
      paramLabel = "FOLDER",
      description =
          "A panoptic model finds the segments of pictures that have none (docs/models.md).")
  private @Nullable String segmentWith;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where releases, the journal of answers and the runs are kept.")
  private String out;

  @Option(
      names = "--split",
      defaultValue = "train",
      paramLabel = "NAME",
      description = "Split that the images are published in. Default: ${DEFAULT-VALUE}.")
  private String split;

  @Option(names = "--embed-images", description = "Put the pictures' bytes into the release.")
  private boolean embedImages;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master. Default: what spark-submit says, else all cores here.")
  private @Nullable String master;

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    checkEngine(config.model());
    Prompts prompts = Prompts.load(config.prompts());
    checkOptions();
    try (SparkSessions.Session session = SparkSessions.open(master)) {
      BuildRequest request =
          new BuildRequest(
              source(session.spark(), config), out, split, embedImages, config, prompts);
      BuildSummary done =
          BuildRun.system(session.spark(), spec.commandLine().getErr()).run(request);
      summary.print(done, text(done));
    }
    return 0;
  }

  private static void checkEngine(ModelConfig model) {
    if (model.engine() == ModelConfig.Engine.OPENAI) {
      OpenAiModel.check(model.openai(), System.getenv());
    }
    if (model.engine() == ModelConfig.Engine.DJL) {
      DjlModel.check(model.djl());
    }
  }

  private void checkOptions() {
    if (segmentWith != null) {
      ConfigException.check(
          masks == null && annotations == null && coconut == null,
          "--segment-with finds the masks: leave out --masks, --annotations and --coconut");
    } else if (coconut == null) {
      ConfigException.check(
          masks != null && annotations != null,
          "Say where the masks are: --masks with --annotations, or --coconut; or let a model find"
              + " them: --segment-with");
    } else {
      ConfigException.check(
          masks == null && annotations == null,
          "--coconut holds masks and annotations: leave out --masks and --annotations");
    }
    ConfigException.check(
        split.matches("\\w+(\\.\\w+)*"),
        "--split %s may have letters, digits, dots and underscores only",
        split);
  }

  private ImageSource source(SparkSession spark, PancapConfig config) {
    if (segmentWith != null) {
      return new SegmentedSource(spark, new ImageFolders(images, null, split), segmentWith, config);
    }
    if (coconut != null) {
      return new CoconutSource(
          spark, coconut, new ImageFolders(images, null, split), config.limits().maxSegments());
    }
    return new CocoSource(
        spark,
        String.valueOf(annotations),
        new ImageFolders(images, masks, split),
        config.limits().maxSegments());
  }

  private static String text(BuildSummary done) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%,d images: %,d published, %,d quarantined, %,d deferred, in %.1f s",
        done.in(),
        done.published(),
        done.quarantined(),
        done.deferred(),
        done.seconds());
    line(text, "%,d answers asked for, %,d from the journal", done.requests(), done.fromJournal());
    for (Map.Entry<String, Long> reason : done.quarantinedBy().entrySet()) {
      line(text, "  quarantined  %-28s %,8d", reason.getKey(), reason.getValue());
    }
    for (Map.Entry<String, Long> flag : done.flags().entrySet()) {
      line(text, "  flagged      %-28s %,8d", flag.getKey(), flag.getValue());
    }
    for (String damage : done.damagedJournalFiles()) {
      line(text, "  damaged      %s", damage);
    }
    if (!done.changed()) {
      line(text, "Nothing has changed: release %s stays current", done.version());
    }
    line(text, "Release:  %s", done.release());
    text.append(String.format(Locale.ROOT, "Run:      %s", done.run()));
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
