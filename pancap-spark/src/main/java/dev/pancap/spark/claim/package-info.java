/** One attempt at a time at the part of a run that asks the model. */
@NullMarked
package dev.pancap.spark.claim;

import org.jspecify.annotations.NullMarked;
