package dev.pancap.store;

import java.io.Serializable;

/**
 * What the queue knows of an image without reading it.
 *
 * @param masks number of segments
 * @param flags number of findings that want a person
 * @param conflict whether an edit could not be carried over to the machine's new text
 */
public record QueueEntry(long imageId, int masks, int flags, boolean conflict)
    implements Serializable {}
