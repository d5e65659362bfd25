/** Panoptic scene graphs: objects with attributes, and how they stand to each other. */
@NullMarked
package dev.pancap.scene;

import org.jspecify.annotations.NullMarked;
