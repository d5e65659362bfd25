/** Every answer that a model ever gave, under the content key of its request. */
@NullMarked
package dev.pancap.journal;

import org.jspecify.annotations.NullMarked;
