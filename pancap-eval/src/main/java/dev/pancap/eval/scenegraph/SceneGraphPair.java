package dev.pancap.eval.scenegraph;

import dev.pancap.eval.input.InputRecord;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the files say of one picture that has true relations.
 *
 * @param prediction null where nothing is predicted
 */
record SceneGraphPair(InputRecord truth, @Nullable InputRecord prediction)
    implements Serializable {}
