package dev.pancap.eval.panoptic;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An image of the truth with its prediction.
 *
 * @param prediction null where there is none
 */
public record PanopticPair(EvaluatedAnnotation truth, @Nullable EvaluatedAnnotation prediction)
    implements Serializable {}
