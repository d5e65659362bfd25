/**
 * Panoptic segmentation of pictures that nobody annotated: networks and the merge of their masks.
 */
@NullMarked
package dev.pancap.segment;

import org.jspecify.annotations.NullMarked;
