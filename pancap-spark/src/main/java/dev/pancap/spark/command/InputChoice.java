package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.config.ModelConfig;
import dev.pancap.config.NightlyConfig;
import dev.pancap.config.PancapConfig;
import dev.pancap.model.Prompts;
import dev.pancap.model.djl.DjlModel;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.SparkSessions;
import dev.pancap.spark.segment.SegmentedSource;
import dev.pancap.spark.source.CocoSource;
import dev.pancap.spark.source.CoconutSource;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImageSource;
import dev.pancap.spark.source.PackedSource;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The input that a user has named, by options or by settings, and where the output goes. What is
 * not named is null.
 */
record InputChoice(
    @Nullable String packed,
    @Nullable String images,
    @Nullable String masks,
    @Nullable String annotations,
    @Nullable String coconut,
    @Nullable String segmentWith,
    String out,
    String split) {

  static InputChoice of(NightlyConfig night) {
    ConfigException.check(
        !night.out().isEmpty(), "Say where releases go: nightly.out in the file of --config");
    ConfigException.check(
        !night.images().isEmpty() || !night.packed().isEmpty(),
        "Say where the pictures are: nightly.images or nightly.packed in the file of --config");
    return new InputChoice(
        named(night.packed()),
        named(night.images()),
        named(night.masks()),
        named(night.annotations()),
        named(night.coconut()),
        null,
        night.out(),
        night.split());
  }

  private static @Nullable String named(String setting) {
    return setting.isEmpty() ? null : setting;
  }

  /**
   * @throws ConfigException if the choice or the engine's settings are wrong, before Spark starts
   */
  void check(PancapConfig config) {
    checkEngine(config.model());
    Prompts.load(config.prompts());
    checkSource();
    ConfigException.check(
        split.matches("\\w+(\\.\\w+)*"),
        "--split %s may have letters, digits, dots and underscores only",
        split);
  }

  private void checkSource() {
    if (packed != null) {
      ConfigException.check(
          Stream.of(images, masks, annotations, coconut, segmentWith).allMatch(Objects::isNull),
          "--packed holds pictures, masks and annotations: leave out --images, --masks,"
              + " --annotations, --coconut and --segment-with");
      return;
    }
    ConfigException.check(images != null, "Say where the pictures are: --images, or --packed");
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
  }

  private static void checkEngine(ModelConfig model) {
    if (model.engine() == ModelConfig.Engine.OPENAI) {
      OpenAiModel.check(model.openai(), System.getenv());
    }
    if (model.engine() == ModelConfig.Engine.DJL) {
      DjlModel.check(model.djl());
    }
  }

  /** A build of what was chosen. */
  BuildRequest request(PancapConfig config, Embedding embedding) {
    return new BuildRequest(
        source(config),
        out,
        split,
        embedding == Embedding.PICTURES,
        config,
        Prompts.load(config.prompts()));
  }

  /** What of the pictures goes into a release. */
  enum Embedding {
    PATHS,
    PICTURES;

    static Embedding of(boolean pictures) {
      return pictures ? PICTURES : PATHS;
    }
  }

  private ImageSource source(PancapConfig config) {
    if (packed != null) {
      return PackedSource.of(
          packed,
          split,
          config.limits().maxSegments(),
          SparkSessions.hadoopSettings().configuration());
    }
    String pictures = String.valueOf(images);
    if (segmentWith != null) {
      return new SegmentedSource(
          new ImageFolders(pictures, null, split),
          new SegmentedSource.Network(segmentWith, out),
          config);
    }
    if (coconut != null) {
      return new CoconutSource(
          coconut, new ImageFolders(pictures, null, split), config.limits().maxSegments());
    }
    return new CocoSource(
        String.valueOf(annotations),
        new ImageFolders(pictures, masks, split),
        config.limits().maxSegments());
  }
}
