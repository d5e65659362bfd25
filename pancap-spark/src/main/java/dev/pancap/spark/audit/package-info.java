/** Audits of data sets in the forms in which they are published, on Spark. */
@NullMarked
package dev.pancap.spark.audit;

import org.jspecify.annotations.NullMarked;
