package dev.pancap.eval.panoptic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a panoptic JSON file says.
 *
 * @param name the file, for messages
 * @param categories in file order, or null where the file has none, as predictions may
 * @param idsAreText whether image ids are texts, as in Cityscapes, or null where there is none
 * @param annotations in file order
 * @param segmentsWithoutCrowdFlag segments that do not say whether they are a crowd
 * @param segmentsWithoutArea segments that state no area
 */
record PanopticFile(
    String name,
    @Nullable List<EvaluatedCategory> categories,
    @Nullable Boolean idsAreText,
    List<EvaluatedAnnotation> annotations,
    long segmentsWithoutCrowdFlag,
    long segmentsWithoutArea) {}
