/** Panoptic quality: the comparison of two label maps, its sums, its averages, its files. */
@NullMarked
package dev.pancap.eval.panoptic;

import org.jspecify.annotations.NullMarked;
