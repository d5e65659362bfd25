/** The built-in engine: captions from pixels and masks alone, without network or weights. */
@NullMarked
package dev.pancap.model.describer;

import org.jspecify.annotations.NullMarked;
