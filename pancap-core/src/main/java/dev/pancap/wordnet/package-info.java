/** WordNet 3.0, read from its own files. */
@NullMarked
package dev.pancap.wordnet;

import org.jspecify.annotations.NullMarked;
