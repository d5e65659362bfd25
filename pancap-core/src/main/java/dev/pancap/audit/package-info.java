/** Finds the faults of grounded captions that others made. */
@NullMarked
package dev.pancap.audit;

import org.jspecify.annotations.NullMarked;
