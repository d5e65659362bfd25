package dev.pancap.spark.segment;

import java.io.Serializable;

/**
 * A picture that nobody annotated.
 *
 * @param name relative to the folder that was given, with {@code /} between parts
 */
public record PictureFile(long imageId, String name) implements Serializable {}
