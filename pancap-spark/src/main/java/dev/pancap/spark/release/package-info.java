/** Writing, checking and publishing a release. */
@NullMarked
package dev.pancap.spark.release;

import org.jspecify.annotations.NullMarked;
