/** How tasks find and store answers. */
@NullMarked
package dev.pancap.spark.journal;

import org.jspecify.annotations.NullMarked;
