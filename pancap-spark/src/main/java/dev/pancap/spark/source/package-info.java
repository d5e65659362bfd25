/** Where pictures and annotations come from. */
@NullMarked
package dev.pancap.spark.source;

import org.jspecify.annotations.NullMarked;
