package dev.pancap.synth;

import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.Category;
import org.jspecify.annotations.Nullable;

/**
 * A segment of a synthetic scene with what is true of it.
 *
 * @param segmentId the pixel value in the mask, R + 256 G + 65536 B
 * @param areaPixels visible pixels
 * @param colour the colour that it was drawn in, or null for a crowd of several colours
 * @param colourShare the share of its visible pixels that show that colour, lighter or darker; the
 *     rest are wheels, windows, faces
 */
public record SyntheticSegment(
    int segmentId,
    Category category,
    boolean isCrowd,
    long areaPixels,
    BoundingBox box,
    @Nullable NamedColour colour,
    double colourShare) {}
