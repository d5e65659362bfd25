/** The pipeline on Spark and the command line. */
@NullMarked
package dev.pancap.spark;

import org.jspecify.annotations.NullMarked;
