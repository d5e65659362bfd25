/** What answers cost. */
@NullMarked
package dev.pancap.model.cost;

import org.jspecify.annotations.NullMarked;
