/** One budget for all executors, kept by the driver. */
@NullMarked
package dev.pancap.spark.budget;

import org.jspecify.annotations.NullMarked;
