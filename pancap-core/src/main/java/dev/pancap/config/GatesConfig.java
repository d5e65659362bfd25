package dev.pancap.config;

import java.io.Serializable;

/**
 * What a release must be like to become current. A refused release stays for inspection.
 *
 * @param maxQuarantinedShare of all images, 0 to 1
 * @param maxFlagShare of the published images, 0 to 1: no single flag may stand on more
 * @param minRows published images
 * @param minMeanWords words an image
 * @param maxMeanWords words an image; 0 for no bound
 * @param minMeanMasksMentioned masks that a caption names
 */
public record GatesConfig(
    double maxQuarantinedShare,
    double maxFlagShare,
    long minRows,
    double minMeanWords,
    double maxMeanWords,
    double minMeanMasksMentioned)
    implements Serializable {
  public GatesConfig {
    ConfigException.check(
        maxQuarantinedShare >= 0 && maxQuarantinedShare <= 1,
        "gates.max-quarantined-share must be between 0 and 1: %s",
        maxQuarantinedShare);
    ConfigException.check(
        maxFlagShare >= 0 && maxFlagShare <= 1,
        "gates.max-flag-share must be between 0 and 1: %s",
        maxFlagShare);
    ConfigException.check(minRows >= 0, "gates.min-rows must be 0 or more: %d", minRows);
    ConfigException.check(
        minMeanWords >= 0 && maxMeanWords >= 0 && minMeanMasksMentioned >= 0,
        "gates.min-mean-words, max-mean-words and min-mean-masks-mentioned must be 0 or more");
    ConfigException.check(
        maxMeanWords == 0 || maxMeanWords >= minMeanWords,
        "gates.max-mean-words %s is below gates.min-mean-words %s",
        maxMeanWords,
        minMeanWords);
  }
}
