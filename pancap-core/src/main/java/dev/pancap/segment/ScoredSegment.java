package dev.pancap.segment;

/**
 * A segment that a model found.
 *
 * @param id the pixel value in the label map, from 1
 * @param label the class's number in the model
 * @param score its class probability; of fused stuff the highest of its parts
 */
public record ScoredSegment(int id, int label, float score) {}
