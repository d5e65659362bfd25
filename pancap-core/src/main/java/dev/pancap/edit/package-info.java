/** What people change in captions, and how their changes survive a new generation. */
@NullMarked
package dev.pancap.edit;

import org.jspecify.annotations.NullMarked;
