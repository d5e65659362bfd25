package dev.pancap.eval.report;

import java.io.Serializable;

/**
 * What the report counts of one mask.
 *
 * @param category the published name
 * @param isMentioned whether a phrase of the caption names the mask
 */
public record ReportedMask(String category, boolean isThing, long areaPixels, boolean isMentioned)
    implements Serializable {}
