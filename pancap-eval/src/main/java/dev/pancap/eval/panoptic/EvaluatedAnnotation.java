package dev.pancap.eval.panoptic;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One image's annotation in a truth's or a prediction's file.
 *
 * @param imageId as the file writes it; numbers and texts are told apart for the whole file
 * @param maskName the mask's file name within the folder of the masks
 * @param fault what is wrong with the annotation, or null; its segments are then not to be used
 */
public record EvaluatedAnnotation(
    String imageId, String maskName, EvaluatedSegments segments, @Nullable String fault)
    implements Serializable {}
