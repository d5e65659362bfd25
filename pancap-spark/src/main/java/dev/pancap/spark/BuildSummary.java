package dev.pancap.spark;

import dev.pancap.model.TokenUsage;
import dev.pancap.spark.release.PublishRelease;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a build did.
 *
 * @param version of the release that is current, or empty where there is none
 * @param release its path, or empty
 * @param changed whether it is a new one
 * @param requests answers that were asked for in this run
 * @param fromJournal answers that were there already
 * @param tokens of the answers that were asked for
 * @param cost money for them; null where the model has no price
 * @param quarantinedBy rejections by reason, the most frequent first
 * @param flags how many images carry each flag
 * @param damagedJournalFiles one sentence each
 * @param refusal why the release did not become current, or empty
 */
public record BuildSummary(
    String version,
    String release,
    boolean changed,
    long in,
    long published,
    long quarantined,
    long deferred,
    long requests,
    long fromJournal,
    TokenUsage tokens,
    RunSpending.@Nullable Cost cost,
    double seconds,
    Map<String, Long> quarantinedBy,
    Map<String, Long> flags,
    List<String> damagedJournalFiles,
    String run,
    String refusal) {

  /**
   * What a run did besides its counts.
   *
   * @param cost null where the model has no price
   */
  record Facts(
      double seconds,
      RunSpending.@Nullable Cost cost,
      List<String> damagedJournalFiles,
      String run) {}

  static BuildSummary of(OutcomeCounts counts, PublishRelease.Published published, Facts facts) {
    return of(
        counts,
        new Release(published.version(), published.path(), published.changed()),
        published.statistics().flags(),
        facts);
  }

  /** Of a run that made no release. */
  static BuildSummary withoutRelease(OutcomeCounts counts, Facts facts) {
    return of(counts, new Release("", "", false), Map.of(), facts);
  }

  private record Release(String version, String path, boolean changed) {}

  private static BuildSummary of(
      OutcomeCounts counts, Release release, Map<String, Long> flags, Facts facts) {
    return new BuildSummary(
        release.version(),
        release.path(),
        release.changed(),
        counts.images(),
        counts.published(),
        counts.quarantined(),
        counts.deferred(),
        counts.spending().requests(),
        counts.spending().fromJournal(),
        counts.spending().tokens(),
        facts.cost(),
        facts.seconds(),
        counts.quarantinedBy(),
        flags,
        facts.damagedJournalFiles(),
        facts.run(),
        "");
  }

  /** The same run, whose release was held back by a gate. */
  BuildSummary refused(String why) {
    return new BuildSummary(
        version,
        release,
        changed,
        in,
        published,
        quarantined,
        deferred,
        requests,
        fromJournal,
        tokens,
        cost,
        seconds,
        quarantinedBy,
        flags,
        damagedJournalFiles,
        run,
        why);
  }

  /** What was asked and what it cost, for people; a line each. */
  public List<String> spending() {
    return RunSpending.lines(requests, fromJournal, tokens, cost);
  }
}
