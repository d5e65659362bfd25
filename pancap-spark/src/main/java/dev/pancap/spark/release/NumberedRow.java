package dev.pancap.spark.release;

import dev.pancap.store.ReleaseRow;
import dev.pancap.store.ReviewImage;
import java.io.Serializable;

/**
 * A row of a release and the file that it goes into.
 *
 * @param file from 0
 */
public record NumberedRow(int file, long imageId, ReleaseRow row, ReviewImage review)
    implements Serializable {}
