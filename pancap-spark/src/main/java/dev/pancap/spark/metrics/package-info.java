/** What pancap tells Spark's metrics system, of each executor and, summed up, of all. */
@NullMarked
package dev.pancap.spark.metrics;

import org.jspecify.annotations.NullMarked;
