/** Reads a release for the gallery page. */
@NullMarked
package dev.pancap.spark.gallery;

import org.jspecify.annotations.NullMarked;
