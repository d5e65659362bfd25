/** What picture and masks alone tell of a region: colour, size, place, neighbours, counts. */
@NullMarked
package dev.pancap.facts;

import org.jspecify.annotations.NullMarked;
