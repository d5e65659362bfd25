package dev.pancap.journal;

import dev.pancap.model.ModelAnswer;
import dev.pancap.model.Round;
import java.io.Serializable;

/**
 * A stored answer.
 *
 * @param key the content key of the request
 * @param imageId the image that the request was about; entries are looked up image by image
 * @param attempt 0 for the first asking, n for the n-th re-ask
 * @param answeredAtMillis milliseconds since 1970-01-01 UTC
 */
public record JournalEntry(
    String key, long imageId, Round round, int attempt, ModelAnswer answer, long answeredAtMillis)
    implements Serializable {}
