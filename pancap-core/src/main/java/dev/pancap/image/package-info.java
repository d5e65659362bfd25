/** Pictures in memory and the JPEG codec. */
@NullMarked
package dev.pancap.image;

import org.jspecify.annotations.NullMarked;
