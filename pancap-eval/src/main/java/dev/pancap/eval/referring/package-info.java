/** Referring segmentation: gIoU and cIoU. */
@NullMarked
package dev.pancap.eval.referring;

import org.jspecify.annotations.NullMarked;
