/** GenEval: do pictures show the objects, counts, colours and positions that were asked for? */
@NullMarked
package dev.pancap.eval.geneval;

import org.jspecify.annotations.NullMarked;
