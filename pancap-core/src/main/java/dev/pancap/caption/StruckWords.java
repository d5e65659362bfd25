package dev.pancap.caption;

import java.io.Serializable;

/**
 * Words that a person struck as not true of the picture.
 *
 * @param mark the region that they were said of, or 0 where they were struck in the paragraph
 */
public record StruckWords(int mark, String words) implements Serializable {}
