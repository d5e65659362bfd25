/** How alike two phrases are. */
@NullMarked
package dev.pancap.eval.phrase;

import org.jspecify.annotations.NullMarked;
