/** Grounded conversation generation: COCO's average precision, GLaMM's mIoU and recall. */
@NullMarked
package dev.pancap.eval.gcg;

import org.jspecify.annotations.NullMarked;
