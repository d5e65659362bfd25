/** Panoptic scene graphs: recall and mean recall of relations. */
@NullMarked
package dev.pancap.eval.scenegraph;

import org.jspecify.annotations.NullMarked;
