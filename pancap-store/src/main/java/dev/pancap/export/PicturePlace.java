package dev.pancap.export;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where the pictures are that a release does not hold.
 *
 * @param maxFileBytes of a larger file no more is read
 * @param pack the pack that has them; null where rows name their files
 */
public record PicturePlace(long maxFileBytes, @Nullable String pack) implements Serializable {}
