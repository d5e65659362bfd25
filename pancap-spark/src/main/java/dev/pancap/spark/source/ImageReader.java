package dev.pancap.spark.source;

import dev.pancap.panoptic.SourceImage;
import java.io.Closeable;

/** Reads the files of a source's images, one image at a time; safe for use by several threads. */
public interface ImageReader extends Closeable {

  /**
   * Looks at the files of an image, which are read later: only then it is said what is wrong with
   * one of them.
   *
   * @throws java.io.UncheckedIOException if the file system fails, which a retry may mend
   */
  ReadAhead.Pending<ImageFiles> look(SourceImage image);

  /**
   * A picture alone.
   *
   * @param path where its own file is, or was before it was packed
   * @throws dev.pancap.quarantine.BadRecordException if it cannot be used
   */
  byte[] picture(long imageId, String path);

  /** Whether reading images in the order of their ids is what it is made for. */
  boolean isSequential();
}
