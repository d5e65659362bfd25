package dev.pancap.segment;

/**
 * What a query must reach to become a segment.
 *
 * @param score class probability that must be exceeded
 * @param mask weighted mask probability from which a pixel belongs to the query's own area
 * @param overlap share of that area that the query must win, and exceed, against the others
 */
public record MergeThresholds(double score, double mask, double overlap) {}
