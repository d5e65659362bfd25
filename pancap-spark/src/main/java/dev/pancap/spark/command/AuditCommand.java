package dev.pancap.spark.command;

import dev.pancap.audit.AuditFault;
import dev.pancap.audit.AuditFinding;
import dev.pancap.audit.AuditedCaption;
import dev.pancap.audit.CaptionAudit;
import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.report.CaptionFiles;
import dev.pancap.panoptic.AnnotatedSegment;
import dev.pancap.panoptic.AnnotationEntry;
import dev.pancap.panoptic.CocoPanopticJson;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PanopticPng;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Rejection;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      "by one, ids that do not exist, broken tags, missing and empty masks, duplicates, words of a",
      "prompt. Writes index.html, audit.json and findings.csv."
    },
    footer = {
      "",
      "Example:",
      "  pancap audit --captions coconut_pancap_50k.tar --annotations coconut_s.json \\",
      "      --masks coconut_s --out audit"
    })
public final class AuditCommand implements Callable<Integer> {
  /** Images that a misplaced caption is compared with; more do not change what is found. */
  private static final int MOST_COMPARED = 2000;

  @Option(
      names = "--captions",
      required = true,
      paramLabel = "PATH",
      description = "A tar or folder of <image id>.txt, ids of the tags being segment ids.")
  private Path captions = Path.of("");

  @Option(
      names = "--annotations",
      required = true,
      paramLabel = "FILE",
      description = "COCO panoptic JSON of the same images.")
  private Path annotations = Path.of("");

  @Option(
      names = "--masks",
      paramLabel = "DIR",
      description = "Folder of panoptic PNGs. Without it masks are not looked at.")
  private @Nullable Path masks;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write to.")
  private Path out = Path.of("");

  @Mixin private SettingsOptions settings;
  @Mixin private SummaryOptions summary;

  /** What {@code --json} prints. */
  record Summary(long captions, long images, Map<String, Long> faults, String page) {}

  @Override
  public Integer call() throws IOException {
    LimitsConfig limits = settings.read().limits();
    Map<Long, AnnotationEntry> byImage = readAnnotations(limits);
    List<AuditedCaption> audited = readCaptions(byImage, limits);
    List<AuditFinding> findings = audit(audited, byImage);
    Map<String, Long> faults = new TreeMap<>();
    for (AuditFault fault : AuditFault.values()) {
      long images =
          findings.stream()
              .filter(finding -> finding.fault() == fault)
              .mapToLong(AuditFinding::imageId)
              .distinct()
              .count();
      faults.put(fault.name(), images);
    }
    long images = findings.stream().mapToLong(AuditFinding::imageId).distinct().count();
    new AuditFiles(out).write(audited.size(), faults, findings);
    StringBuilder text =
        new StringBuilder(
            "%,d captions, %,d images with findings".formatted(audited.size(), images));
    faults.forEach(
        (fault, count) -> text.append(String.format(Locale.ROOT, "%n  %-18s %,10d", fault, count)));
    text.append(String.format(Locale.ROOT, "%nThe page: %s/index.html", out));
    summary.print(
        new Summary(audited.size(), images, faults, out + "/index.html"), text.toString());
    return 0;
  }

  private Map<Long, AnnotationEntry> readAnnotations(LimitsConfig limits) throws IOException {
    Map<Long, AnnotationEntry> byImage = new HashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(annotations), 1 << 16)) {
      CocoPanopticJson.read(
          in,
          annotations.toString(),
          limits.maxSegments(),
          new CocoPanopticJson.Visitor() {
            @Override
            public void picture(PictureEntry picture) {}

            @Override
            public void annotation(AnnotationEntry annotation) {
              byImage.put(annotation.imageId(), annotation);
            }

            @Override
            public void rejected(Rejection rejection) {}
          });
    } catch (NoSuchFileException e) {
      throw new ConfigException("--annotations " + annotations + " does not exist", e);
    }
    return byImage;
  }

  private List<AuditedCaption> readCaptions(
      Map<Long, AnnotationEntry> byImage, LimitsConfig limits) {
    return CaptionFiles.read(captions).entrySet().parallelStream()
        .filter(entry -> entry.getKey().matches("\\d{1,18}"))
        .flatMap(
            entry -> {
              long imageId = Long.parseLong(entry.getKey());
              AnnotationEntry annotation = byImage.get(imageId);
              Map<Integer, Integer> categories = categories(annotation);
              AuditedCaption.Mask mask = mask(annotation, limits);
              return entry.getValue().stream()
                  .map(text -> new AuditedCaption(imageId, text, categories, mask));
            })
        .sorted(Comparator.comparingLong(AuditedCaption::imageId))
        .toList();
  }

  private static Map<Integer, Integer> categories(@Nullable AnnotationEntry annotation) {
    if (annotation == null) {
      return Map.of();
    }
    return annotation.segments().stream()
        .filter(segment -> segment.segmentId() <= PanopticPng.MAX_ID)
        .collect(
            Collectors.toMap(
                segment -> (int) segment.segmentId(),
                AnnotatedSegment::categoryId,
                (first, second) -> first));
  }

  private AuditedCaption.Mask mask(@Nullable AnnotationEntry annotation, LimitsConfig limits) {
    if (masks == null || annotation == null) {
      return AuditedCaption.Mask.NOT_READ;
    }
    Path file = masks.resolve(annotation.maskFile()).normalize();
    if (!file.startsWith(masks.normalize())) {
      return AuditedCaption.Mask.UNREADABLE;
    }
    try {
      if (Files.size(file) > limits.maxFileBytes()) {
        return AuditedCaption.Mask.UNREADABLE;
      }
      LabelMap ids = PanopticPng.decode(Files.readAllBytes(file), limits);
      for (int pixel = 0; pixel < ids.pixels(); pixel++) {
        if (ids.idAt(pixel) != LabelMap.VOID) {
          return AuditedCaption.Mask.THERE;
        }
      }
      return AuditedCaption.Mask.EMPTY;
    } catch (NoSuchFileException e) {
      return AuditedCaption.Mask.MISSING;
    } catch (BadRecordException e) {
      return AuditedCaption.Mask.UNREADABLE;
    } catch (IOException e) {
      throw new UncheckedIOException("The mask " + file + " cannot be read", e);
    }
  }

  private static List<AuditFinding> audit(
      List<AuditedCaption> audited, Map<Long, AnnotationEntry> byImage) {
    Map<Long, Set<Integer>> others = new HashMap<>();
    int step = Math.max(1, byImage.size() / MOST_COMPARED);
    int i = 0;
    for (Map.Entry<Long, AnnotationEntry> image : byImage.entrySet()) {
      if (i++ % step == 0) {
        others.put(image.getKey(), Set.copyOf(categories(image.getValue()).values()));
      }
    }
    Map<String, List<Long>> byText = new HashMap<>();
    for (AuditedCaption caption : audited) {
      byText.computeIfAbsent(caption.text(), text -> new ArrayList<>()).add(caption.imageId());
    }
    Stream<AuditFinding> duplicates =
        audited.stream()
            .filter(caption -> byText.getOrDefault(caption.text(), List.of()).size() > 1)
            .map(
                caption ->
                    new AuditFinding(
                        caption.imageId(),
                        AuditFault.DUPLICATE,
                        "the text stands %d times, first under image %d"
                            .formatted(
                                byText.getOrDefault(caption.text(), List.of()).size(),
                                byText.getOrDefault(caption.text(), List.of(0L)).get(0))));
    return Stream.concat(
            audited.parallelStream()
                .flatMap(
                    caption -> CaptionAudit.judge(CaptionAudit.look(caption), others).stream()),
            duplicates)
        .sorted(
            Comparator.comparingLong(AuditFinding::imageId)
                .thenComparing(AuditFinding::fault)
                .thenComparing(AuditFinding::detail))
        .toList();
  }
}
