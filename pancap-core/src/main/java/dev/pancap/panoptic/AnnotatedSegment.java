package dev.pancap.panoptic;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment as its annotation states it, unchecked. COCONut gives areas and boxes as floats or not
 * at all, and {@code isthing} per segment.
 *
 * @param segmentId the pixel value in the mask, R + 256 G + 65536 B
 * @param areaPixels the stated area, or null
 * @param bbox the stated {@code [x, y, width, height]}, or null
 * @param isThing the segment's own flag, or null where only the category has one
 * @param score a model's confidence, or null for a person's segment
 */
public record AnnotatedSegment(
    long segmentId,
    int categoryId,
    boolean isCrowd,
    @Nullable Double areaPixels,
    @Nullable List<Double> bbox,
    @Nullable Boolean isThing,
    @Nullable Double score)
    implements Serializable {}
