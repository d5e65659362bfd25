package dev.pancap.store;

import dev.pancap.features.FeatureGrid;
import dev.pancap.features.FeaturesConfig.Precision;
import dev.pancap.features.PooledMask;
import dev.pancap.onnx.HalfFloats;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Parquet files of features, written so that Hugging Face {@code datasets} loads them as they are:
 * one of vectors a mask, one of grids a picture.
 */
public final class FeatureFile {
  private static final String FLOATS =
      """
        optional group feature (LIST) {
          repeated group list { optional %s; }
        }
      """;
  private static final String MASKS =
      """
      message masks {
        optional int64 image_id;
        optional int32 mark;
        optional boolean is_thing;
        optional int32 category_id;
        optional double weight;
      %s}
      """;
  private static final String GRIDS =
      """
      message grids {
        optional int64 image_id;
        optional int32 rows;
        optional int32 columns;
        optional int32 dimension;
      %s}
      """;

  private FeatureFile() {}

  /** Writes the vectors of masks. */
  public static final class Masks implements Closeable {
    private final Rows rows;

    private Masks(Rows rows) {
      this.rows = rows;
    }

    /**
     * @throws IOException if the row cannot be written
     */
    public void write(long imageId, ReleaseRow.ReleaseSegment segment, PooledMask pooled)
        throws IOException {
      Group row = rows.next();
      row.add("image_id", imageId);
      row.add("mark", pooled.mark());
      row.add("is_thing", segment.isThing());
      row.add("category_id", segment.categoryId());
      row.add("weight", pooled.weight());
      rows.write(row, pooled.feature());
    }

    @Override
    public void close() throws IOException {
      rows.file.close();
    }
  }

  /** Writes the grids of whole pictures: {@code rows * columns} vectors, row by row. */
  public static final class Grids implements Closeable {
    private final Rows rows;

    private Grids(Rows rows) {
      this.rows = rows;
    }

    /**
     * @throws IOException if the row cannot be written
     */
    public void write(long imageId, FeatureGrid grid) throws IOException {
      Group row = rows.next();
      row.add("image_id", imageId);
      row.add("rows", grid.rows());
      row.add("columns", grid.columns());
      row.add("dimension", grid.dimension());
      rows.write(row, grid.values());
    }

    @Override
    public void close() throws IOException {
      rows.file.close();
    }
  }

  /**
   * Creates a file; one of the same name gives way, as a task that is tried again writes it again.
   *
   * @throws IOException if it cannot be created
   */
  public static Masks masks(Path file, Precision precision, Configuration hadoop)
      throws IOException {
    return new Masks(Rows.open(MASKS, file, precision, hadoop));
  }

  /**
   * As {@link #masks}.
   *
   * @throws IOException if it cannot be created
   */
  public static Grids grids(Path file, Precision precision, Configuration hadoop)
      throws IOException {
    return new Grids(Rows.open(GRIDS, file, precision, hadoop));
  }

  private record Rows(WholeRows file, Precision precision) {

    static Rows open(String message, Path path, Precision precision, Configuration hadoop)
        throws IOException {
      String element =
          precision == Precision.FP16
              ? "fixed_len_byte_array(2) element (FLOAT16)"
              : "float element";
      MessageType schema =
          MessageTypeParser.parseMessageType(message.formatted(FLOATS.formatted(element)));
      return new Rows(
          WholeRows.create(
              path,
              schema,
              hadoop,
              settings ->
                  settings
                      .withDictionaryEncoding("feature.list.element", false)
                      .withExtraMetaData(
                          Map.of(HuggingFaceFeatures.FOOTER_KEY, HuggingFaceFeatures.of(schema)))),
          precision);
    }

    Group next() {
      return file.next();
    }

    void write(Group row, float[] feature) throws IOException {
      Group list = row.addGroup("feature");
      for (float value : feature) {
        Group element = list.addGroup("list");
        if (precision == Precision.FP16) {
          short half = HalfFloats.ofFloat(value);
          element.add(
              "element",
              Binary.fromConstantByteArray(new byte[] {(byte) half, (byte) (half >> 8)}));
        } else {
          element.add("element", value);
        }
      }
      file.write(row);
    }
  }
}
