package dev.pancap.caption;

import java.io.Serializable;

/**
 * A slip and where it was met.
 *
 * @param excerpt the first characters of the source text at that place, at most 40
 */
public record CaptionSlip(Slip slip, String excerpt) implements Serializable {}
