/** Metrics as mergeable states, and the figures derived from them. */
@NullMarked
package dev.pancap.eval;

import org.jspecify.annotations.NullMarked;
