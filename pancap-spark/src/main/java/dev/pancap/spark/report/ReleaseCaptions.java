package dev.pancap.spark.report;

import dev.pancap.eval.caption.CaptionRow;
import dev.pancap.eval.caption.CaptionSource;
import dev.pancap.eval.caption.ImageId;
import dev.pancap.store.ParquetRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;

/** The plain captions of a release, with no other column read. Ids are numbers. */
public final class ReleaseCaptions implements CaptionSource {
  private static final String COLUMNS =
      "message release { optional int64 image_id; optional binary caption (STRING); }";

  private final String release;
  private final Configuration hadoop;

  /**
   * @param release a release, or the folder that {@code build} wrote to
   */
  public ReleaseCaptions(String release, Configuration hadoop) {
    this.release = release;
    this.hadoop = new Configuration(hadoop);
    this.hadoop.set(ReadSupport.PARQUET_READ_SCHEMA, COLUMNS);
  }

  /**
   * @throws dev.pancap.config.ConfigException if there is no release
   */
  @Override
  public void forEach(Consumer<CaptionRow> consumer) {
    try {
      long number = 0;
      for (Path file : ReleaseReport.dataFiles(ReleaseReport.root(release, hadoop), hadoop)) {
        try (ParquetReader<Group> rows = ParquetRows.of(file, hadoop).build()) {
          for (Group row = rows.read(); row != null; row = rows.read()) {
            ImageId id = new ImageId(String.valueOf(row.getLong("image_id", 0)), true);
            consumer.accept(CaptionRow.of(release, ++number, id, row.getString("caption", 0)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(release + " cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return release;
  }
}
