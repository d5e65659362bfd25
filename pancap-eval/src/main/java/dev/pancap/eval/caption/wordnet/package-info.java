/** WordNet 3.0, read from its own files. */
@NullMarked
package dev.pancap.eval.caption.wordnet;

import org.jspecify.annotations.NullMarked;
