/** Why an image fell out. */
@NullMarked
package dev.pancap.quarantine;

import org.jspecify.annotations.NullMarked;
