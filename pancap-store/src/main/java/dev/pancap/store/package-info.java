/** What pancap keeps on file systems and object stores: written once, complete or not there. */
@NullMarked
package dev.pancap.store;

import org.jspecify.annotations.NullMarked;
