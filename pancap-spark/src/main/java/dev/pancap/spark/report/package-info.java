/** The report of a release: reads what it needs of the Parquet files and hands it on. */
@NullMarked
package dev.pancap.spark.report;

import org.jspecify.annotations.NullMarked;
