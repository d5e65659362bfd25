package dev.pancap.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a run divides its work and when it gives up.
 *
 * @param imagesPerTask how many images one task takes; an estimate, as images are spread by their
 *     id
 * @param maxQuarantinedShare above this share of quarantined images a run fails, from 0 to 1
 * @param journalFlush how long an answer may wait in memory before it is stored
 * @param progressInterval between two lines of progress in a log
 */
public record RunConfig(
    int imagesPerTask, double maxQuarantinedShare, Duration journalFlush, Duration progressInterval)
    implements Serializable {
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
  }
}
