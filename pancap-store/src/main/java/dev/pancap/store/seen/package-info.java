/** What the last finished run saw of its input, so that the next one need not look again. */
@NullMarked
package dev.pancap.store.seen;

import org.jspecify.annotations.NullMarked;
