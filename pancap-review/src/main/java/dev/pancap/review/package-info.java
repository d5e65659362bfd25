/** The raters' page: people correct what a model said of regions. */
@NullMarked
package dev.pancap.review;

import org.jspecify.annotations.NullMarked;
