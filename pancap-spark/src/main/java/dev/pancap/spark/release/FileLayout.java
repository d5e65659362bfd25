package dev.pancap.spark.release;

import dev.pancap.spark.stage.ImageOutcome;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

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

  /** The layout of what is published. The ids alone are sorted and numbered, by all tasks. */
  static FileLayout of(Dataset<ImageOutcome> outcomes, int rowsPerFile, String split) {
    List<Long> firstIds =
        outcomes
            .filter(functions.col("published").isNotNull())
            .select("imageId")
            .as(Encoders.LONG())
            .sort("imageId")
            .javaRDD()
            .zipWithIndex()
            .filter(numbered -> numbered._2() % rowsPerFile == 0)
            .keys()
            .collect();
    return new FileLayout(firstIds, split);
  }

  public int files() {
    return firstIds.size();
  }

  /** The file, from 0, of an image that was among those laid out. */
  public int fileOf(long imageId) {
    int found = Collections.binarySearch(firstIds, imageId);
    int file = found >= 0 ? found : -found - 2;
    if (file < 0) {
      throw new IllegalArgumentException("Image " + imageId + " was not laid out");
    }
    return file;
  }

  /** The file of each image of a column of ids. */
  Column filesOf(Column imageIds) {
    return functions.udf(new FileOf(this), DataTypes.IntegerType).apply(imageIds);
  }

  /** Spark's call of {@link #fileOf}. */
  record FileOf(FileLayout layout) implements UDF1<Long, Integer> {
    @Override
    public Integer call(Long imageId) {
      return layout.fileOf(imageId);
    }
  }

  /** As Hugging Face names them: {@code data/train-00000-of-00042.parquet}. */
  public String dataFile(int file) {
    return "data/%s-%05d-of-%05d.parquet".formatted(split, file, files());
  }

  public String reviewFile(int file) {
    return "review/part-%05d.parquet".formatted(file);
  }
}
