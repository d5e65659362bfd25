/** Evaluations as Spark jobs: the states are pancap-eval's, and so are the digits. */
@NullMarked
package dev.pancap.spark.evaluate;

import org.jspecify.annotations.NullMarked;
