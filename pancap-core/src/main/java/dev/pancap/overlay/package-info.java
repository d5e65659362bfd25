/**
 * The set-of-marks overlay: where each mark's number goes, and the picture with marks drawn on it.
 */
@NullMarked
package dev.pancap.overlay;

import org.jspecify.annotations.NullMarked;
