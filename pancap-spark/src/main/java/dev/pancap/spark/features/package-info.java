/** Mask-pooled features of a release, on Spark. */
@NullMarked
package dev.pancap.spark.features;

import org.jspecify.annotations.NullMarked;
