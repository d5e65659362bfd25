/** Settings: immutable records, read once, refused early. */
@NullMarked
package dev.pancap.config;

import org.jspecify.annotations.NullMarked;
