package dev.pancap.eval.panoptic;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A category of the truth's file.
 *
 * @param isThing null where the file does not say; the category is then in neither part's average
 */
public record EvaluatedCategory(int id, String name, @Nullable Boolean isThing)
    implements Serializable {}
