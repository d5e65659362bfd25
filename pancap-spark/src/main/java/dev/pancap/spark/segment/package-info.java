/** Segmentation of pictures without annotations, on Spark. */
@NullMarked
package dev.pancap.spark.segment;

import org.jspecify.annotations.NullMarked;
