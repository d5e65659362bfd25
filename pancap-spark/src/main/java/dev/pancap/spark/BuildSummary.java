package dev.pancap.spark;

import dev.pancap.spark.release.PublishRelease;
import java.util.List;
import java.util.Map;

/**
 * What a build did.
 *
 * @param release path of the release that is current
 * @param changed whether it is a new one
 * @param requests answers that were asked for in this run
 * @param fromJournal answers that were there already
 * @param quarantinedBy rejections by reason, the most frequent first
 * @param flags how many images carry each flag
 * @param damagedJournalFiles one sentence each
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
    double seconds,
    Map<String, Long> quarantinedBy,
    Map<String, Long> flags,
    List<String> damagedJournalFiles,
    String run) {

  static BuildSummary of(
      OutcomeCounts counts,
      PublishRelease.Published published,
      double seconds,
      List<String> damagedJournalFiles,
      String run) {
    return new BuildSummary(
        published.version(),
        published.path(),
        published.changed(),
        counts.images(),
        counts.published(),
        counts.quarantined(),
        counts.deferred(),
        counts.requests(),
        counts.fromJournal(),
        seconds,
        counts.quarantinedBy(),
        published.statistics().flags(),
        damagedJournalFiles,
        run);
  }
}
