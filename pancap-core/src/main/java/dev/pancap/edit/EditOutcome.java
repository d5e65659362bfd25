package dev.pancap.edit;

import java.io.Serializable;

/**
 * What became of one edit in one build.
 *
 * @param ratersDisagree whether another rater's edit of the same target says something else; the
 *     later one was laid over the text
 */
public record EditOutcome(
    String editKey,
    int segmentId,
    EditTarget target,
    String rater,
    Rebase.Outcome outcome,
    boolean ratersDisagree)
    implements Serializable {}
