package dev.pancap.features;

/**
 * A picture's features.
 *
 * @param fine the grid that masks are pooled on: joined from tiles where the picture was split
 * @param whole the grid of the whole picture in one tile
 */
public record PictureFeatures(FeatureGrid fine, FeatureGrid whole) {}
