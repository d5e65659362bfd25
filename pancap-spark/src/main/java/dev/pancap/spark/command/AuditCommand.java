package dev.pancap.spark.command;

import dev.pancap.audit.AuditFault;
import dev.pancap.audit.AuditFinding;
import dev.pancap.audit.AuditResult;
import dev.pancap.audit.AuditStatistics;
import dev.pancap.audit.AuditedCaption;
import dev.pancap.audit.AuditedMask;
import dev.pancap.audit.CaptionLook;
import dev.pancap.audit.CaptionRepair;
import dev.pancap.audit.ImageClasses;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.SparkSessions;
import dev.pancap.spark.audit.AuditFiles;
import dev.pancap.spark.audit.AuditInput;
import dev.pancap.spark.audit.AuditSet;
import dev.pancap.spark.audit.AuditSources;
import dev.pancap.spark.audit.LookAtCaptions;
import dev.pancap.spark.audit.RepairedCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pancap audit}: the faults of grounded captions that others made. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Looks for faults in published grounded captions: captions under the wrong image, ids moved",
      "by one (with the evidence of each batch of files), ids that do not exist, broken tags,",
      "missing and empty masks, duplicates, words of a prompt, guesses, and what the gate of build",
      "looks for. Writes index.html, audit.json and findings.csv; with --fix a repaired copy, where",
      "a repair is certain, and changes.csv."
    },
    footer = {
      "",
      "Examples:",
      "  pancap audit --captions coconut_pancap_50k.tar --annotations coconut_s.json \\",
      "      --masks coconut_s --out audit --fix repaired.tar",
      "  pancap audit --captions dataset --out audit"
    })
public final class AuditCommand implements Callable<Integer> {
  @Option(
      names = "--captions",
      required = true,
      paramLabel = "PATH",
      description = {
        "A tar or folder of <image id>.txt, ids of the tags being segment ids; a release;",
        "PanoCaps' *_caption.json with its twin, or Parquet; ConCor-1's Parquet."
      })
  private Path captions = Path.of("");

  @Option(
      names = "--annotations",
      paramLabel = "FILE",
      description = "COCO panoptic JSON of the same images: texts need it, and ConCor's classes.")
  private @Nullable Path annotations;

  @Option(
      names = "--masks",
      paramLabel = "DIR",
      description = "Folder of panoptic PNGs, s3a:// too. Without it masks are not looked at.")
  private @Nullable String masks;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Folder of pictures named by image id. Without it nobody asks if they exist.")
  private @Nullable Path images;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "500",
      description = "Files of one folder that are judged together. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--fix",
      paramLabel = "PATH",
      description = "Where to write the repaired copy: a new folder or .tar. For texts only.")
  private @Nullable Path fix;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write to.")
  private Path out = Path.of("");

  @Mixin private MasterOption master;

  @Mixin private SettingsOptions settings;
  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(
      String form,
      long captions,
      long faultyImages,
      Map<String, Long> faults,
      AuditStatistics statistics,
      long changes,
      String page) {}

  @Override
  public Integer call() throws IOException {
    LimitsConfig limits = settings.read().limits();
    AuditSources.Wanted wanted = new AuditSources.Wanted(captions, annotations, masks, batchSize);
    if (fix != null && Files.exists(fix)) {
      throw new ConfigException("--fix %s is there already: name a new one".formatted(fix));
    }
    try (SparkSessions.Session session = master.open()) {
      AuditSet set = new AuditSources(session.spark(), limits, wanted).read();
      ConfigException.check(
          fix == null || set.form().equals(AuditSources.TEXTS),
          "--fix repairs tars and folders of <image id>.txt; %s is %s",
          captions,
          set.form());
      List<CaptionLook> looks =
          new LookAtCaptions(limits, HadoopSettings.of(session.spark()))
              .apply(session.spark(), set.captions());
      finish(set, looks);
    }
    return 0;
  }

  private void finish(AuditSet set, List<CaptionLook> looks) throws IOException {
    List<AuditedCaption> audited =
        set.captions().stream().map(input -> input.caption(AuditedMask.NOT_READ)).toList();
    AuditResult result =
        AuditResult.of(audited, looks, new ImageClasses(set.classes()))
            .with(missingPictures(set.captions()));
    AuditFiles files = new AuditFiles(out);
    files.write(result, set.form());
    List<CaptionRepair.Change> changes = List.of();
    if (fix != null) {
      CaptionRepair.Repaired repaired = CaptionRepair.of(audited, looks, result);
      RepairedCopy.write(captions, repaired, fix);
      changes = repaired.changes();
      files.writeChanges(changes);
    }
    print(set.form(), result, changes);
  }

  private List<AuditFinding> missingPictures(List<AuditInput> inputs) throws IOException {
    if (images == null) {
      return List.of();
    }
    ConfigException.check(Files.isDirectory(images), "--images %s is no folder", images);
    Set<Long> there = new HashSet<>();
    try (Stream<Path> files = Files.list(images)) {
      files
          .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\..*", ""))
          .filter(name -> name.matches("(?:.*_)?\\d{1,18}"))
          .forEach(name -> there.add(Long.parseLong(name.replaceFirst(".*_", ""))));
    }
    return inputs.stream()
        .filter(input -> !there.contains(input.imageId()))
        .map(
            input ->
                new AuditFinding(input.imageId(), AuditFault.MISSING_IMAGE, "none in " + images))
        .toList();
  }

  private void print(String form, AuditResult result, List<CaptionRepair.Change> changes) {
    Map<String, Long> faults = new TreeMap<>();
    result.imagesByFault().forEach((fault, count) -> faults.put(fault.name(), count));
    StringBuilder text =
        new StringBuilder(
            "%s: %,d captions, %,d images with a fault"
                .formatted(form, result.captions(), result.faultyImages()));
    result
        .imagesByFault()
        .forEach(
            (fault, count) -> {
              if (count > 0) {
                text.append(String.format(Locale.ROOT, "%n  %-18s %,10d", fault, count));
              }
            });
    AuditStatistics here = result.statistics();
    text.append(
        String.format(
            Locale.ROOT,
            "%nMeans: %.1f words, %.1f sentences, %.1f masks, %.1f named (the paper: 203, 11, 13.2)",
            here.words(),
            here.sentences(),
            here.masks(),
            here.named()));
    if (fix != null) {
      text.append(
          "%nRepaired copy: %s, %,d changes, each in %s/changes.csv"
              .formatted(fix, changes.size(), out));
    }
    text.append("%nThe page: %s/index.html".formatted(out));
    summary.print(
        new Summary(
            form,
            result.captions(),
            result.faultyImages(),
            faults,
            here,
            changes.size(),
            out + "/index.html"),
        text.toString());
  }
}
