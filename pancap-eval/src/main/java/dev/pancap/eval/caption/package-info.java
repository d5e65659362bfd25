/** Caption metrics of the paper's table 3, each as a mergeable state beside its figure. */
@NullMarked
package dev.pancap.eval.caption;

import org.jspecify.annotations.NullMarked;
