package dev.pancap.spark.pack;

import dev.pancap.quarantine.Reason;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How much of a pack an image takes.
 *
 * @param bytes of its picture and mask
 * @param setAside why its annotation rules it out, or null; then it takes nothing
 */
public record MeasuredImage(long imageId, long bytes, @Nullable Reason setAside)
    implements Serializable {}
