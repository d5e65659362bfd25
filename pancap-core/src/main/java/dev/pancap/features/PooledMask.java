package dev.pancap.features;

/**
 * The vector of a region.
 *
 * @param weight how many cells of the grid the region covers; a part of one where it is small
 * @param feature the mean of the cells' vectors, weighted by how much of each the region covers
 */
public record PooledMask(int mark, double weight, float[] feature) {}
