/** The figures of a release, as states that are added up. */
@NullMarked
package dev.pancap.eval.statistics;

import org.jspecify.annotations.NullMarked;
