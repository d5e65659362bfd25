package dev.pancap.spark.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigException;
import dev.pancap.config.PancapConfig;
import dev.pancap.export.OpenRelease;
import dev.pancap.features.VisionTower;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.RunFailedException;
import dev.pancap.spark.SparkSessions;
import dev.pancap.spark.features.PoolFeatures;
import dev.pancap.spark.features.PooledFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pancap features}: a vector for every mask of a release. */
@Command(
    name = "features",
    mixinStandardHelpOptions = true,
    description = {
      "Pools a vision tower's features under every mask of a release: DIR/masks/*.parquet has a",
      "vector a mask, DIR/images/*.parquet the grid of the whole picture, DIR/features.json says",
      "with what they were made. Hugging Face datasets and pyarrow read them.",
      "The model is a folder as on Hugging Face, with onnx/vision_encoder.onnx (Idefics3, SmolVLM),",
      "onnx/vision_model.onnx or onnx/model.onnx (CLIP, SigLIP)."
    },
    footer = {
      "",
      "Example:",
      "  pancap features --release dataset --model models/SmolVLM-256M-Instruct --out features"
    })
public final class FeaturesCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 20;

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions settings;

  @Mixin private SummaryOptions summary;

  @Option(
      names = "--release",
      required = true,
      paramLabel = "DIR",
      description = "A release, or what build wrote to (then its current release); s3a:// too.")
  private String release;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FOLDER",
      description = "The model's folder, at the same path on every machine.")
  private String model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write: a folder without a features.json.")
  private String out;

  @Mixin private MasterOption master;

  /** What {@code --json} prints. */
  record Summary(
      String version,
      long images,
      long masks,
      long left,
      int dimension,
      String precision,
      String out) {}

  @Override
  public Integer call() throws IOException {
    PancapConfig config = settings.read();
    String fingerprint = VisionTower.check(model, config.features());
    try (SparkSessions.Session session = master.open()) {
      HadoopSettings hadoop = HadoopSettings.of(session.spark());
      Path done = new Path(out, "features.json");
      ConfigException.check(
          !done.getFileSystem(hadoop.configuration()).exists(done),
          "--out %s already holds features.json; name a new folder",
          out);
      OpenRelease opened = OpenRelease.of(release, hadoop.configuration());
      PoolFeatures stage =
          new PoolFeatures(
              new PoolFeatures.Settings(
                  opened.root(), model, out, config.features(), config.limits(), hadoop));
      List<PooledFile> files =
          stage
              .apply(session.spark(), opened.dataFiles().stream().map(file -> file.path()).toList())
              .collectAsList();
      stage.removeUnfinished();
      finish(new Work(opened, config, fingerprint, files), hadoop.configuration());
    }
    return 0;
  }

  /** What the release's files became, and with what. */
  private record Work(
      OpenRelease opened, PancapConfig config, String fingerprint, List<PooledFile> files) {}

  private void finish(Work work, Configuration hadoop) throws IOException {
    OpenRelease opened = work.opened();
    List<PooledFile> files = work.files();
    long images = files.stream().mapToLong(PooledFile::images).sum();
    List<String> left = files.stream().flatMap(file -> file.left().stream()).toList();
    if (images + left.size() != opened.manifest().rows()) {
      throw new IllegalStateException(
          "The release has %d rows, %d were pooled and %d left"
              .formatted(opened.manifest().rows(), images, left.size()));
    }
    left.stream()
        .limit(MOST_SHOWN)
        .forEach(line -> spec.commandLine().getErr().println("pancap: left out: " + line));
    Summary figures =
        new Summary(
            opened.manifest().version(),
            images,
            files.stream().mapToLong(PooledFile::masks).sum(),
            left.size(),
            files.stream().mapToInt(PooledFile::dimension).max().orElse(0),
            work.config().features().precision().name().toLowerCase(Locale.ROOT),
            out);
    if (images == 0) {
      throw new RunFailedException("No picture of the release could be read");
    }
    write(figures, work.fingerprint(), left, hadoop);
    summary.print(
        figures,
        String.format(
            Locale.ROOT,
            "%,d masks of %,d pictures in %s, %d numbers each (%s); %,d pictures left out",
            figures.masks(),
            images,
            out,
            figures.dimension(),
            figures.precision(),
            left.size()));
  }

  private void write(Summary figures, String fingerprint, List<String> left, Configuration hadoop)
      throws IOException {
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode root = json.createObjectNode();
    root.put("release", figures.version());
    root.put("model", new Path(model).getName());
    root.put("model_fingerprint", fingerprint);
    root.put("images", figures.images());
    root.put("masks", figures.masks());
    root.put("dimension", figures.dimension());
    root.put("precision", figures.precision());
    left.forEach(root.putArray("left_out")::add);
    Path file = new Path(out, "features.json");
    try (OutputStream stream = file.getFileSystem(hadoop).create(file, false)) {
      stream.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }
  }
}
