package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.PancapConfig;
import dev.pancap.spark.BuildRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code build} and of every command that looks at the same input: a mixin. */
public final class SourceOptions {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Folder of pictures: a local path, hdfs:// or s3a://.")
  private @Nullable String images;

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
      names = "--packed",
      paramLabel = "DIR",
      description = "What pancap pack made of pictures, masks and annotations, in place of them.")
  private @Nullable String packed;

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

  @Mixin private MasterOption master;

  MasterOption master() {
    return master;
  }

  /** What the options name. */
  private InputChoice choice() {
    return new InputChoice(packed, images, masks, annotations, coconut, segmentWith, out, split);
  }

  /**
   * @throws ConfigException if the options or the engine's settings are wrong, before Spark starts
   */
  void check(PancapConfig config) {
    choice().check(config);
  }

  /** A build of what the options name. */
  BuildRequest request(PancapConfig config, InputChoice.Embedding embedding) {
    return choice().request(config, embedding);
  }
}
