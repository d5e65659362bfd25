package dev.pancap.spark.release;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Which rows go into which file: ascending image ids, the same number of rows in each but the last.
 * It depends on the ids alone, so the same images are laid out alike in every build.
 *
 * @param firstIds the first image id of each file, ascending
 */
public record FileLayout(List<Long> firstIds, String split) implements Serializable {
  public FileLayout {
    firstIds = List.copyOf(firstIds);
  }

  public int files() {
    return firstIds.size();
  }

  /** The file, from 0, of an image that was among those laid out. */
  public int fileOf(long imageId) {
    long[] bounds = firstIds.stream().mapToLong(Long::longValue).toArray();
    int found = Arrays.binarySearch(bounds, imageId);
    int file = found >= 0 ? found : -found - 2;
    if (file < 0) {
      throw new IllegalArgumentException("Image " + imageId + " was not laid out");
    }
    return file;
  }

  /** As Hugging Face names them: {@code data/train-00000-of-00042.parquet}. */
  public String dataFile(int file) {
    return "data/%s-%05d-of-%05d.parquet".formatted(split, file, files());
  }

  public String reviewFile(int file) {
    return "review/part-%05d.parquet".formatted(file);
  }
}
