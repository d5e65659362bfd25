/** The gallery: a release's pictures and captions as one HTML page that needs no network. */
@NullMarked
package dev.pancap.gallery;

import org.jspecify.annotations.NullMarked;
