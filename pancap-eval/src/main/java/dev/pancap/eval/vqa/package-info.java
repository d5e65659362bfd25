/** Scores of visual question answering, each as its benchmark's own program computes it. */
@NullMarked
package dev.pancap.eval.vqa;

import org.jspecify.annotations.NullMarked;
