package dev.pancap.eval.panoptic;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The segments of one annotation as an evaluation sees them: of several with one id the last
 * counts, at the place of the first, as in a Python dictionary. Immutable, and small enough to hold
 * those of a whole data set.
 */
public final class EvaluatedSegments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] ids;
  private final int[] categoryIds;
  private final boolean[] crowds;

  /** NaN where the annotation states none. */
  private final double[] areas;

  private EvaluatedSegments(List<Row> rows) {
    int n = rows.size();
    ids = new int[n];
    categoryIds = new int[n];
    crowds = new boolean[n];
    areas = new double[n];
    for (int i = 0; i < n; i++) {
      Row row = rows.get(i);
      ids[i] = row.id;
      categoryIds[i] = row.categoryId;
      crowds[i] = row.isCrowd;
      areas[i] = row.areaPixels;
    }
  }

  /** The segments in annotation order. */
  public static EvaluatedSegments of(List<Row> rows) {
    Map<Integer, Row> byId = new LinkedHashMap<>();
    for (Row row : rows) {
      byId.put(row.id, row);
    }
    return new EvaluatedSegments(new ArrayList<>(byId.values()));
  }

  public int size() {
    return ids.length;
  }

  public int id(int index) {
    return ids[index];
  }

  public int categoryId(int index) {
    return categoryIds[index];
  }

  public boolean isCrowd(int index) {
    return crowds[index];
  }

  /** The area that the annotation states, which the truth's union is computed with. */
  public OptionalDouble areaPixels(int index) {
    return Double.isNaN(areas[index]) ? OptionalDouble.empty() : OptionalDouble.of(areas[index]);
  }

  /** The index of each id. */
  Map<Integer, Integer> indexById() {
    Map<Integer, Integer> index = new LinkedHashMap<>();
    for (int i = 0; i < ids.length; i++) {
      index.put(ids[i], i);
    }
    return index;
  }

  /**
   * One segment.
   *
   * @param id the pixel value, R + 256 G + 65536 B
   * @param areaPixels the stated area, or NaN
   */
  public record Row(int id, int categoryId, boolean isCrowd, double areaPixels) {}
}
