/** The report of a data set: words per image, masks per image, and what goes with them. */
@NullMarked
package dev.pancap.eval.report;

import org.jspecify.annotations.NullMarked;
