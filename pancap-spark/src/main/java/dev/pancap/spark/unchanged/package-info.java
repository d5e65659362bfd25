/** Finding out, before Spark starts, what of the input is as the last run left it. */
@NullMarked
package dev.pancap.spark.unchanged;

import org.jspecify.annotations.NullMarked;
