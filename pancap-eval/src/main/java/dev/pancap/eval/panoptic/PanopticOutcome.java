package dev.pancap.eval.panoptic;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What became of an image of the truth: it was compared, or there is a reason why not. */
public record PanopticOutcome(
    EvaluatedAnnotation annotation, @Nullable ImageQuality quality, @Nullable PanopticFault fault)
    implements Serializable {}
