package dev.pancap.config;

import java.io.Serializable;

/**
 * Bounds on one input image, checked before anything is allocated.
 *
 * @param maxPixels width times height of a picture or a mask
 * @param maxFileBytes length of a picture's or a mask's file
 * @param maxSegments segments of one annotation
 */
public record LimitsConfig(long maxPixels, long maxFileBytes, int maxSegments)
    implements Serializable {
  public LimitsConfig {
    ConfigException.check(
        maxPixels > 0 && maxPixels <= Integer.MAX_VALUE / 4,
        "limits.max-pixels must be between 1 and %d: %d",
        Integer.MAX_VALUE / 4,
        maxPixels);
    ConfigException.check(
        maxFileBytes > 0 && maxFileBytes <= Integer.MAX_VALUE - 8,
        "limits.max-file-bytes must be between 1 and 2147483639: %d",
        maxFileBytes);
    ConfigException.check(maxSegments > 0, "limits.max-segments must be positive: %d", maxSegments);
  }
}
