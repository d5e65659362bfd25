/** Panoptic grounded captioning: captions and their masks, scored together. */
@NullMarked
package dev.pancap.eval.pgc;

import org.jspecify.annotations.NullMarked;
