/** Region lines and grounded captions: their grammar, their checks. */
@NullMarked
package dev.pancap.caption;

import org.jspecify.annotations.NullMarked;
