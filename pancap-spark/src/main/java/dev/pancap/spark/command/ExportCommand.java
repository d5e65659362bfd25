package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.export.ExportFormat;
import dev.pancap.export.ExportManifest;
import dev.pancap.export.ExportSettings;
import dev.pancap.export.LlavaTask;
import dev.pancap.export.LlavaTemplates;
import dev.pancap.export.OpenRelease;
import dev.pancap.export.PartResult;
import dev.pancap.export.ReleaseExport;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap export}: a release in the format of a training program. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a release in a format that training programs read, on Spark, a task a data file.",
      "The result is read back before it is called done; SHA256SUMS and export.json tell of it.",
      "",
      "Formats: llava, coco-panoptic, webdataset, pancap-txt, gcg, concor, panocaps."
    },
    footer = {
      "",
      "Examples:",
      "  pancap export --release dataset --format llava --out llava",
      "  pancap export --release dataset --format llava --tasks pgc,vqa --split-by task --out tasks",
      "  pancap export --release dataset --format webdataset --shard-size 1000 --out shards"
    })
public final class ExportCommand implements Callable<Integer> {
  @Option(
      names = "--release",
      required = true,
      paramLabel = "DIR",
      description = "A release, or what build wrote to (then its current release); s3a:// too.")
  private String release = "";

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "One of the formats above.")
  private String format = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write: a new folder, or an empty one; s3a:// too.")
  private String out = "";

  @Option(
      names = "--tasks",
      paramLabel = "TASK",
      split = ",",
      defaultValue = "caption,pgc,t2i,referring,vqa",
      description = "llava: which tasks. Default: ${DEFAULT-VALUE}.")
  private List<LlavaTask> tasks = List.of();

  @Option(
      names = "--templates",
      paramLabel = "FILE",
      description = "llava: questions in place of the built-in ones (llava-templates.txt).")
  private @Nullable Path templates;

  @Option(
      names = "--split-by",
      paramLabel = "WHAT",
      defaultValue = "none",
      description = "llava: none writes one file, task a file for each. Default: ${DEFAULT-VALUE}.")
  private ExportSettings.SplitBy splitBy = ExportSettings.SplitBy.NONE;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "7",
      description = "The same seed draws the same questions. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--shard-size",
      paramLabel = "N",
      defaultValue = "1000",
      description = "webdataset: samples a tar, at most. Default: ${DEFAULT-VALUE}.")
  private int shardSize;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master. Default: what spark-submit says, else all cores here.")
  private @Nullable String master;

  @Mixin private SettingsOptions settings;
  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(
      String format,
      String release,
      long images,
      long files,
      long bytes,
      Map<String, Long> counters,
      String out) {}

  @Override
  public Integer call() throws IOException {
    long limitBytes = settings.read().limits().maxFileBytes();
    ExportFormat wanted = ExportFormat.of(format);
    Configuration local = new Configuration();
    OpenRelease source = OpenRelease.of(release, local);
    ExportSettings chosen =
        new ExportSettings(
            wanted, source.split(), seed, tasks, splitBy, shardSize, readTemplates());
    ReleaseExport export =
        new ReleaseExport(source.root(), out, source.dataFiles(), chosen, limitBytes);
    try (SparkSessions.Session session = SparkSessions.open(master)) {
      HadoopSettings hadoop = HadoopSettings.of(session.spark());
      export.prepare(hadoop.configuration());
      ExportManifest written =
          export.finish(
              source.manifest(), run(session.spark(), export, hadoop), hadoop.configuration());
      print(written);
    }
    return 0;
  }

  private static List<PartResult> run(
      SparkSession spark, ReleaseExport export, HadoopSettings hadoop) {
    List<Integer> parts = IntStream.range(0, export.parts().size()).boxed().toList();
    return parts.isEmpty()
        ? List.of()
        : JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(parts, parts.size())
            .map(part -> export.writePart(part, hadoop.configuration()))
            .collect();
  }

  private String readTemplates() {
    try {
      String text = templates == null ? LlavaTemplates.builtIn() : Files.readString(templates);
      LlavaTemplates.parse(text);
      return text;
    } catch (IOException e) {
      throw new ConfigException("--templates %s cannot be read: %s".formatted(templates, e), e);
    }
  }

  private void print(ExportManifest written) {
    long bytes = written.files().stream().mapToLong(file -> file.bytes()).sum();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d images of release %s as %s in %s: %,d files, read back and equal%n",
            written.images(),
            written.release(),
            written.format(),
            out,
            written.allFiles()));
    new TreeMap<>(written.counters())
        .forEach((name, count) -> text.append("  %-28s %,12d%n".formatted(name, count)));
    written.files().stream()
        .limit(20)
        .forEach(
            file ->
                text.append(
                    String.format(
                        Locale.ROOT, "  %-40s %,12d records%n", file.path(), file.records())));
    summary.print(
        new Summary(
            written.format(),
            written.release(),
            written.images(),
            written.allFiles(),
            bytes,
            written.counters(),
            out),
        text.toString().stripTrailing());
  }
}
