/** Telling a lineage service which data a build read and made: OpenLineage events. */
@NullMarked
package dev.pancap.spark.lineage;

import org.jspecify.annotations.NullMarked;
