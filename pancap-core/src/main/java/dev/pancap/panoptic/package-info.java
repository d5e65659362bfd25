/** Panoptic annotations: categories, segments, label maps and their encodings. */
@NullMarked
package dev.pancap.panoptic;

import org.jspecify.annotations.NullMarked;
