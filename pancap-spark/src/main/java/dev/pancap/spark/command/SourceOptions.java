package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.ModelConfig;
import dev.pancap.config.PancapConfig;
import dev.pancap.model.Prompts;
import dev.pancap.model.djl.DjlModel;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.segment.SegmentedSource;
import dev.pancap.spark.source.CocoSource;
import dev.pancap.spark.source.CoconutSource;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImageSource;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code build} and of every command that looks at the same input: a mixin. */
public final class SourceOptions {
  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "Folder of pictures: a local path, hdfs:// or s3a://.")
  private String images = "";

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
  private String out = "";

  @Option(
      names = "--split",
      defaultValue = "train",
      paramLabel = "NAME",
      description = "Split that the images are published in. Default: ${DEFAULT-VALUE}.")
  private String split = "";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master. Default: what spark-submit says, else all cores here.")
  private @Nullable String master;

  /** What {@code --master} says, or null. */
  @Nullable String master() {
    return master;
  }

  /**
   * @throws ConfigException if the options or the engine's settings are wrong, before Spark starts
   */
  void check(PancapConfig config) {
    checkEngine(config.model());
    Prompts.load(config.prompts());
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

  private static void checkEngine(ModelConfig model) {
    if (model.engine() == ModelConfig.Engine.OPENAI) {
      OpenAiModel.check(model.openai(), System.getenv());
    }
    if (model.engine() == ModelConfig.Engine.DJL) {
      DjlModel.check(model.djl());
    }
  }

  /** A build of what the options name. */
  BuildRequest request(SparkSession spark, PancapConfig config, boolean embedImages) {
    return new BuildRequest(
        source(spark, config), out, split, embedImages, config, Prompts.load(config.prompts()));
  }

  private ImageSource source(SparkSession spark, PancapConfig config) {
    if (segmentWith != null) {
      return new SegmentedSource(
          spark,
          new ImageFolders(images, null, split),
          new SegmentedSource.Network(segmentWith, out),
          config);
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
}
