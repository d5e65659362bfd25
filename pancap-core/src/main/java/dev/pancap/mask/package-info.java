/** COCO masks: run lengths, compressed run lengths, polygons, boxes. */
@NullMarked
package dev.pancap.mask;

import org.jspecify.annotations.NullMarked;
