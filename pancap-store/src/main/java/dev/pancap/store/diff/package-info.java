/** What changed from one release to another, and why. */
@NullMarked
package dev.pancap.store.diff;

import org.jspecify.annotations.NullMarked;
