/** The Fréchet distance of feature sets (FID). */
@NullMarked
package dev.pancap.eval.fid;

import org.jspecify.annotations.NullMarked;
