package dev.pancap.spark.unchanged;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Images whose outcome is taken from an earlier run.
 *
 * @param outcomes path of that run's outcomes
 * @param ids ascending; 8 bytes an image, so they travel to every task
 */
public record KnownImages(String outcomes, long[] ids) implements Serializable {
  public static final KnownImages NONE = new KnownImages("", new long[0]);

  public boolean contains(long imageId) {
    return Arrays.binarySearch(ids, imageId) >= 0;
  }

  public int size() {
    return ids.length;
  }
}
