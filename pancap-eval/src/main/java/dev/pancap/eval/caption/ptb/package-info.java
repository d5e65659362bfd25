/**
 * Penn Treebank tokens as the caption metrics expect them: those of Stanford CoreNLP 3.4.1 with
 * {@code -preserveLines -lowerCase}, made by a scanner of our own.
 */
@NullMarked
package dev.pancap.eval.caption.ptb;

import org.jspecify.annotations.NullMarked;
