package dev.pancap.spark.stage;

import java.io.Serializable;

/**
 * What a build would do about one image.
 *
 * @param answered answers that would be taken from the journal
 * @param describe whether round 1 would be asked
 * @param compose whether round 2 would be asked
 * @param describedBefore whether the journal has answers of round 1 for something else than is
 *     asked
 * @param composedBefore the same of round 2
 * @param corrected whether something is asked again of an image that people have corrected
 * @param rejected whether it would be quarantined without a further question
 * @param promptTokens estimated for the request that would come first; 0 if there is none
 * @param segments 0 where nothing would be asked
 */
public record PlannedImage(
    long imageId,
    int answered,
    boolean describe,
    boolean compose,
    boolean describedBefore,
    boolean composedBefore,
    boolean corrected,
    boolean rejected,
    long promptTokens,
    int segments)
    implements Serializable {}
