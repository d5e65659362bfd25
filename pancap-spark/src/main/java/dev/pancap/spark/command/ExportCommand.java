package dev.pancap.spark.command;

import dev.pancap.config.ConfigException;
import dev.pancap.export.DetailQuestions;
import dev.pancap.export.ExportFormat;
import dev.pancap.export.ExportManifest;
import dev.pancap.export.ExportSettings;
import dev.pancap.export.LlavaMix;
import dev.pancap.export.LlavaMixSettings;
import dev.pancap.export.LlavaMixSums;
import dev.pancap.export.LlavaTask;
import dev.pancap.export.LlavaTemplates;
import dev.pancap.export.OpenRelease;
import dev.pancap.export.PartResult;
import dev.pancap.export.PicturePlace;
import dev.pancap.export.ReleaseExport;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.SparkSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
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
      "Formats: llava, coco-panoptic, webdataset, pancap-txt, gcg, concor, panocaps and, of a",
      "release built --with-scene-graph, ccot and psg (for evaluate scene-graph); several with",
      "commas between, or all, go to a folder each below --out.",
      "",
      "llava-mix takes LLaVA's mix (--base) and swaps its detailed captions of COCO images for ours,",
      "or leaves them out and adds --add N of ours, as the paper's 662K, 692K and 760K sets do."
    },
    footer = {
      "",
      "Examples:",
      "  pancap export --release dataset --format llava --out llava",
      "  pancap export --release dataset --format llava --tasks pgc,vqa --split-by task --out tasks",
      "  pancap export --release dataset --format webdataset --shard-size 1000 --out shards",
      "  pancap export --release dataset --format all --out exports",
      "  pancap export --release dataset --format llava-mix --base llava_v1_5_mix665k.json --out mix"
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
      split = ",",
      description = "One of the formats above, several, or all.")
  private List<String> formats = List.of();

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
      names = "--base",
      paramLabel = "FILE",
      description = "llava-mix: LLaVA's mix, a JSON array such as llava_v1_5_mix665k.json.")
  private String base = "";

  @Option(
      names = "--add",
      paramLabel = "N",
      defaultValue = "0",
      description = "llava-mix: captions to add for the ones left out. Default: 0, swap them.")
  private int add;

  @Option(
      names = "--detail-questions",
      paramLabel = "FILE",
      description =
          "llava-mix: the questions that tell detailed captions, in place of the built-in ones.")
  private @Nullable Path detailQuestions;

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
      names = "--packed",
      paramLabel = "DIR",
      description =
          "What pancap pack made of the pictures: read from there those that are not in the release.")
  private @Nullable String packed;

  @Mixin private MasterOption master;

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
    OpenRelease source = OpenRelease.of(release, HadoopSettings.ofProcess().configuration());
    if (formats.equals(List.of(LlavaMix.FORMAT))) {
      mix(source);
      return 0;
    }
    ConfigException.check(
        base.isEmpty() && add == 0 && detailQuestions == null,
        "--base, --add and --detail-questions go with --format llava-mix");
    List<ExportFormat> wanted =
        formats.equals(List.of("all"))
            ? allOf(source)
            : formats.stream().map(ExportFormat::of).distinct().toList();
    ConfigException.check(
        splitBy == ExportSettings.SplitBy.NONE || wanted.contains(ExportFormat.LLAVA),
        "--split-by task goes with --format llava");
    String texts = templates == null ? LlavaTemplates.builtIn() : text("--templates", templates);
    LlavaTemplates.parse(texts);
    List<ReleaseExport> exports = new ArrayList<>();
    for (ExportFormat format : wanted) {
      ExportSettings chosen =
          new ExportSettings(
              format,
              source.split(),
              seed,
              tasks,
              format == ExportFormat.LLAVA ? splitBy : ExportSettings.SplitBy.NONE,
              shardSize,
              texts);
      String folder = wanted.size() == 1 ? out : out + "/" + format.option();
      exports.add(
          new ReleaseExport(
              source.root(),
              folder,
              source.dataFiles(),
              chosen,
              new PicturePlace(limitBytes, packed)));
    }
    write(source, exports);
    return 0;
  }

  /** All formats that the release has what it takes for. */
  private static List<ExportFormat> allOf(OpenRelease source) throws IOException {
    boolean withGraphs = source.hasSceneGraphs(HadoopSettings.ofProcess().configuration());
    return Arrays.stream(ExportFormat.values())
        .filter(format -> withGraphs || !format.needsSceneGraphs())
        .toList();
  }

  private void write(OpenRelease source, List<ReleaseExport> exports) throws IOException {
    try (SparkSessions.Session session = master.open()) {
      HadoopSettings hadoop = HadoopSettings.of(session.spark());
      for (ReleaseExport export : exports) {
        export.prepare(hadoop.configuration());
      }
      for (ReleaseExport export : exports) {
        ExportManifest written =
            export.finish(
                source.manifest(), run(session.spark(), export, hadoop), hadoop.configuration());
        print(written, export.out());
      }
    }
  }

  /** One file in, one file out: there is nothing to share among tasks. */
  private void mix(OpenRelease source) throws IOException {
    LlavaMixSettings chosen =
        new LlavaMixSettings(
            base,
            add,
            seed,
            detailQuestions == null
                ? DetailQuestions.builtIn()
                : text("--detail-questions", detailQuestions),
            templates == null ? LlavaTemplates.builtIn() : text("--templates", templates));
    ExportManifest written =
        new LlavaMix(source, chosen, out, HadoopSettings.ofProcess().configuration()).write();
    Map<String, Long> counted = written.counters();
    StringBuilder text = new StringBuilder();
    text.append("%s, with release %s%n".formatted(base, written.release()));
    List.of(
            LlavaMix.IN,
            LlavaMix.DETAILED,
            LlavaMix.MATCHED,
            LlavaMix.UNMATCHED,
            LlavaMix.NO_ANSWER,
            LlavaMix.DUPLICATES,
            LlavaMix.DROPPED,
            LlavaMix.ADDED,
            LlavaMix.OUT)
        .forEach(
            name ->
                text.append(
                    String.format(Locale.ROOT, "  %-20s %,12d%n", name, counted.get(name))));
    text.append(LlavaMixSums.of(counted, add));
    summary.print(summary(written, out), text.toString().stripTrailing());
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

  private static String text(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfigException("%s %s cannot be read: %s".formatted(option, file, e), e);
    }
  }

  private static Summary summary(ExportManifest written, String folder) {
    return new Summary(
        written.format(),
        written.release(),
        written.images(),
        written.allFiles(),
        written.files().stream().mapToLong(file -> file.bytes()).sum(),
        written.counters(),
        folder);
  }

  private void print(ExportManifest written, String folder) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d images of release %s as %s in %s: %,d files, read back and equal%n",
            written.images(),
            written.release(),
            written.format(),
            folder,
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
    summary.print(summary(written, folder), text.toString().stripTrailing());
  }
}
