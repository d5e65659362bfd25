/** Packing many small pictures and masks into few files. */
@NullMarked
package dev.pancap.spark.pack;

import org.jspecify.annotations.NullMarked;
