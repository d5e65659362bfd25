package dev.pancap.facts;

import java.io.Serializable;

/**
 * How much of a region has a colour.
 *
 * @param share of the region's pixels, 0 to 1
 * @param lightness mean OKLab lightness of those pixels, 0 to 1
 * @param chroma mean distance of those pixels from gray in OKLab, 0 to about 0.32
 */
public record ColorShare(NamedColor color, double share, double lightness, double chroma)
    implements Serializable {}
