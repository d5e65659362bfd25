/** Packs: many small pictures and masks in few Parquet files, with the annotation beside them. */
@NullMarked
package dev.pancap.store.pack;

import org.jspecify.annotations.NullMarked;
