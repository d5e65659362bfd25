package dev.pancap.spark.features;

import java.io.Serializable;
import java.util.List;

/**
 * What became of one data file of a release.
 *
 * @param dimension length of the vectors; 0 if there is none
 * @param left pictures that could not be read: id, file name and why
 */
public record PooledFile(String file, long images, long masks, int dimension, List<String> left)
    implements Serializable {
  public PooledFile {
    left = List.copyOf(left);
  }
}
