/** The two rounds of asking, each with its journal and its re-asks. */
@NullMarked
package dev.pancap.caption.round;

import org.jspecify.annotations.NullMarked;
