/** Vectors of regions: a vision tower's features, pooled under panoptic masks. */
@NullMarked
package dev.pancap.features;

import org.jspecify.annotations.NullMarked;
