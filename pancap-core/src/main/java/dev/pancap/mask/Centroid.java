package dev.pancap.mask;

import java.io.Serializable;

/**
 * The mean position of a mask's pixel centres: columns from the left, rows from the top, from 0.
 */
public record Centroid(double x, double y) implements Serializable {}
