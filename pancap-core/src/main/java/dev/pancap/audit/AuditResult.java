package dev.pancap.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an audit found.
 *
 * @param findings by image, fault and detail
 * @param batches by name
 * @param classes of all images
 */
public record AuditResult(
    long captions,
    List<AuditFinding> findings,
    Map<String, AuditBatch> batches,
    AuditStatistics statistics,
    ImageClasses classes) {
  private static final Comparator<AuditFinding> ORDER =
      Comparator.comparingLong(AuditFinding::imageId)
          .thenComparing(AuditFinding::fault)
          .thenComparing(AuditFinding::detail);

  public AuditResult {
    findings = List.copyOf(findings);
  }

  /**
   * Judges captions beside each other.
   *
   * @param looks of the captions, in their order
   * @param classes of all annotated images, those without a caption among them
   */
  public static AuditResult of(
      List<AuditedCaption> captions, List<CaptionLook> looks, ImageClasses classes) {
    Map<String, List<CaptionLook>> byBatch = new TreeMap<>();
    looks.forEach(
        look -> byBatch.computeIfAbsent(look.batch(), unseen -> new ArrayList<>()).add(look));
    Map<String, AuditBatch> batches = new TreeMap<>();
    byBatch.forEach((name, members) -> batches.put(name, AuditBatch.of(name, members)));
    List<AuditFinding> findings =
        Stream.concat(
                looks.parallelStream()
                    .flatMap(
                        look ->
                            CaptionAudit.judge(
                                look, Objects.requireNonNull(batches.get(look.batch())), classes)
                                .stream()),
                duplicates(captions).stream())
            .sorted(ORDER)
            .toList();
    return new AuditResult(captions.size(), findings, batches, AuditStatistics.of(looks), classes);
  }

  private static List<AuditFinding> duplicates(List<AuditedCaption> captions) {
    Map<String, List<Integer>> byText = new HashMap<>();
    IntStream.range(0, captions.size())
        .forEach(
            i ->
                byText
                    .computeIfAbsent(captions.get(i).text(), unseen -> new ArrayList<>(1))
                    .add(i));
    List<AuditFinding> findings = new ArrayList<>();
    for (List<Integer> same : byText.values()) {
      if (same.size() > 1) {
        long first = captions.get(same.get(0)).imageId();
        same.forEach(
            i ->
                findings.add(
                    new AuditFinding(
                        captions.get(i).imageId(),
                        AuditFault.DUPLICATE,
                        "the text stands %d times, first under image %d"
                            .formatted(same.size(), first))));
      }
    }
    return findings;
  }

  /** The same with what was found elsewhere. */
  public AuditResult with(List<AuditFinding> more) {
    return new AuditResult(
        captions,
        Stream.concat(findings.stream(), more.stream()).sorted(ORDER).toList(),
        batches,
        statistics,
        classes);
  }

  /** The batch of that name. */
  AuditBatch batch(String name) {
    return Objects.requireNonNull(batches.get(name), name);
  }

  /** The images with a fault, ascending. */
  public Set<Long> images(AuditFault fault) {
    Set<Long> images = new TreeSet<>();
    findings.stream()
        .filter(finding -> finding.fault() == fault)
        .forEach(finding -> images.add(finding.imageId()));
    return images;
  }

  /** How many images have each fault; all faults are there. */
  public Map<AuditFault, Long> imagesByFault() {
    Map<AuditFault, Set<Long>> images = new EnumMap<>(AuditFault.class);
    findings.forEach(
        finding ->
            images
                .computeIfAbsent(finding.fault(), unseen -> new TreeSet<>())
                .add(finding.imageId()));
    Map<AuditFault, Long> counts = new EnumMap<>(AuditFault.class);
    for (AuditFault fault : AuditFault.values()) {
      counts.put(fault, (long) images.getOrDefault(fault, Set.of()).size());
    }
    return counts;
  }

  /** Images with a finding that is more than a note. */
  public long faultyImages() {
    return findings.stream()
        .filter(finding -> finding.fault().severity() == AuditFault.Severity.FAULT)
        .mapToLong(AuditFinding::imageId)
        .distinct()
        .count();
  }
}
