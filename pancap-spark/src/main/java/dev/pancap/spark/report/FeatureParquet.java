package dev.pancap.spark.report;

import dev.pancap.config.ConfigException;
import dev.pancap.eval.fid.FeatureState;
import dev.pancap.eval.fid.Gaussian;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reads a feature a row from a Parquet file: its only column that is a list of numbers. */
public final class FeatureParquet {
  private FeatureParquet() {}

  /**
   * @throws ConfigException if the file has no such column, or rows of different lengths
   * @throws IOException if it cannot be read
   */
  public static Gaussian read(String file, Configuration hadoop) throws IOException {
    FeatureState state = null;
    long number = 0;
    try (ParquetReader<Group> rows =
        ParquetReader.builder(new GroupReadSupport(), new Path(file)).withConf(hadoop).build()) {
      for (Group row = rows.read(); row != null; row = rows.read()) {
        number++;
        double[] feature = feature(row, listColumn(row.getType(), file));
        if (state == null) {
          state = new FeatureState(feature.length);
        }
        state.add(feature);
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException("%s, row %d: %s".formatted(file, number, e.getMessage()), e);
    }
    if (state == null) {
      throw new ConfigException(file + " holds no feature");
    }
    return state.toGaussian();
  }

  private static String listColumn(GroupType row, String file) {
    String found = "";
    for (Type column : row.getFields()) {
      if (column.getLogicalTypeAnnotation()
              instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
          && number(column.asGroupType()) != null) {
        ConfigException.check(
            found.isEmpty(),
            "%s has two columns of numbers: %s, %s",
            file,
            found,
            column.getName());
        found = column.getName();
      }
    }
    ConfigException.check(!found.isEmpty(), "%s has no column that is a list of numbers", file);
    return found;
  }

  /** The kind of number that a list holds: float or double. */
  private static @Nullable PrimitiveTypeName number(GroupType list) {
    Type element =
        list.getType(0).isPrimitive() ? list.getType(0) : list.getType(0).asGroupType().getType(0);
    if (!element.isPrimitive()) {
      return null;
    }
    PrimitiveTypeName name = element.asPrimitiveType().getPrimitiveTypeName();
    return name == PrimitiveTypeName.FLOAT || name == PrimitiveTypeName.DOUBLE ? name : null;
  }

  private static double[] feature(Group row, String column) {
    if (row.getFieldRepetitionCount(column) == 0) {
      throw new IllegalArgumentException("'" + column + "' is missing");
    }
    Group list = row.getGroup(column, 0);
    boolean isFloat = number(list.getType()) == PrimitiveTypeName.FLOAT;
    double[] feature = new double[list.getFieldRepetitionCount(0)];
    for (int i = 0; i < feature.length; i++) {
      Group element = list.getGroup(0, i);
      feature[i] = isFloat ? element.getFloat(0, 0) : element.getDouble(0, 0);
    }
    return feature;
  }
}
