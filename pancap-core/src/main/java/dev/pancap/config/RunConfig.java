package dev.pancap.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a run divides its work and when it gives up.
 *
 * @param imagesPerTask how many images one task takes, on average
 * @param maxQuarantinedShare above this share of quarantined images a run fails, from 0 to 1
 * @param journalFlush how long an answer may wait in memory before it is stored
 * @param progressInterval between two lines of progress in a log
 * @param fingerprint how it is found out whether a file has changed since the last run
 * @param fingerprintThreads how many files are looked at together
 * @param readAheadBytes how many bytes of pictures and masks a task reads before it needs them
 * @param readAheadThreads how many files a task reads at a time
 * @param lineage a file or an http(s) URL that OpenLineage events go to; empty for none
 */
public record RunConfig(
    int imagesPerTask,
    double maxQuarantinedShare,
    Duration journalFlush,
    Duration progressInterval,
    Fingerprint fingerprint,
    int fingerprintThreads,
    long readAheadBytes,
    int readAheadThreads,
    String lineage)
    implements Serializable {
  private static final int MOST_THREADS = 1000;

  /** What is compared of a file. */
  public enum Fingerprint {
    /** Length, time of modification and, where the store has one, ETag: nothing is read. */
    STAT,
    /** The SHA-256 of its content: it is read, and not decoded. */
    CONTENT
  }

  public RunConfig {
    ConfigException.check(
        imagesPerTask > 0, "run.images-per-task must be positive: %d", imagesPerTask);
    ConfigException.check(
        maxQuarantinedShare >= 0 && maxQuarantinedShare <= 1,
        "run.max-quarantined-share must be between 0 and 1: %s",
        maxQuarantinedShare);
    ConfigException.check(
        !journalFlush.isNegative() && journalFlush.compareTo(Duration.ofMinutes(10)) <= 0,
        "run.journal-flush must be between PT0S and PT10M: %s",
        journalFlush);
    ConfigException.check(
        progressInterval.compareTo(Duration.ofMillis(100)) >= 0,
        "run.progress-interval must be at least PT0.1S: %s",
        progressInterval);
    ConfigException.check(
        fingerprintThreads > 0 && fingerprintThreads <= MOST_THREADS,
        "run.fingerprint-threads must be between 1 and 1000: %d",
        fingerprintThreads);
    ConfigException.check(
        readAheadBytes > 0, "run.read-ahead-bytes must be positive: %d", readAheadBytes);
    ConfigException.check(
        readAheadThreads > 0 && readAheadThreads <= MOST_THREADS,
        "run.read-ahead-threads must be between 1 and 1000: %d",
        readAheadThreads);
  }
}
