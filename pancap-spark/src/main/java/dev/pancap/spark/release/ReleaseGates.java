package dev.pancap.spark.release;

import dev.pancap.config.GatesConfig;
import dev.pancap.eval.statistics.ReleaseStatistics;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Decides whether a complete release may become current. */
public final class ReleaseGates {
  private final GatesConfig gates;

  public ReleaseGates(GatesConfig gates) {
    this.gates = gates;
  }

  /** Why the release is refused, naming the gate; empty if it may become current. */
  public Optional<String> refusal(ReleaseStatistics figures) {
    long rows = figures.words().count();
    long quarantined = figures.quarantine().values().stream().mapToLong(Long::longValue).sum();
    double words = figures.words().mean().orElse(0);
    double mentioned = figures.masksMentioned().mean().orElse(0);
    if (rows < gates.minRows()) {
      return refused("gates.min-rows", "%d images are published", rows, gates.minRows());
    }
    if (quarantined > gates.maxQuarantinedShare() * (rows + quarantined)) {
      return refused(
          "gates.max-quarantined-share",
          "a share of %.4f is quarantined",
          (double) quarantined / (rows + quarantined),
          gates.maxQuarantinedShare());
    }
    if (words < gates.minMeanWords()) {
      return refused(
          "gates.min-mean-words", "captions have %.1f words", words, gates.minMeanWords());
    }
    if (gates.maxMeanWords() > 0 && words > gates.maxMeanWords()) {
      return refused(
          "gates.max-mean-words", "captions have %.1f words", words, gates.maxMeanWords());
    }
    if (mentioned < gates.minMeanMasksMentioned()) {
      return refused(
          "gates.min-mean-masks-mentioned",
          "captions name %.1f masks",
          mentioned,
          gates.minMeanMasksMentioned());
    }
    for (Map.Entry<String, Long> flag : figures.flags().entrySet()) {
      if (flag.getValue() > gates.maxFlagShare() * rows) {
        return refused(
            "gates.max-flag-share",
            "the flag " + flag.getKey() + " stands on a share of %.4f",
            (double) flag.getValue() / rows,
            gates.maxFlagShare());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> refused(String gate, String found, Object figure, Object bound) {
    return Optional.of(
        String.format(Locale.ROOT, found, figure) + ", and " + gate + " is " + bound);
  }
}
