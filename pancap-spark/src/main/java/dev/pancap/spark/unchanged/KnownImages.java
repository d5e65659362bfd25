package dev.pancap.spark.unchanged;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

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

  /** Whether a column of image ids names one of them. */
  public Column among(Column imageIds) {
    return functions.udf(new Contains(this), DataTypes.BooleanType).apply(imageIds);
  }

  /** Spark's call of {@link #contains}. */
  record Contains(KnownImages known) implements UDF1<Long, Boolean> {
    @Override
    public Boolean call(Long imageId) {
      return known.contains(imageId);
    }
  }

  public int size() {
    return ids.length;
  }
}
