package dev.pancap.spark.source;

import org.jspecify.annotations.Nullable;

/**
 * The files of one image.
 *
 * @param mask null where the source has the mask inline
 */
public record ImageFiles(ImageFile picture, @Nullable ImageFile mask) {}
