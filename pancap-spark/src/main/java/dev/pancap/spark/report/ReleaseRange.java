package dev.pancap.spark.report;

import dev.pancap.store.ParquetRows;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Some rows of a release's file, for a task.
 *
 * @param first counted from 0
 */
public record ReleaseRange(String file, long first, long count) implements Serializable {
  /** Fewer would not be worth reading the file up to them. */
  private static final long LEAST_ROWS = 64;

  /**
   * The ranges of a release, in its order.
   *
   * @param release a release, or the folder that {@code build} wrote to
   * @param perFile into how many ranges a file may be cut
   * @throws dev.pancap.config.ConfigException if there is no release
   * @throws IOException if a file cannot be opened
   */
  public static List<ReleaseRange> of(String release, Configuration hadoop, int perFile)
      throws IOException {
    List<ReleaseRange> ranges = new ArrayList<>();
    for (Path file : ReleaseReport.dataFiles(ReleaseReport.root(release, hadoop), hadoop)) {
      long rows = rows(file, hadoop);
      long size = Math.max(LEAST_ROWS, (rows + perFile - 1) / perFile);
      for (long first = 0; first < rows; first += size) {
        ranges.add(new ReleaseRange(file.toString(), first, Math.min(size, rows - first)));
      }
    }
    return ranges;
  }

  private static long rows(Path file, Configuration hadoop) throws IOException {
    try (ParquetFileReader footer =
        ParquetRows.columns(HadoopInputFile.fromPath(file, hadoop), hadoop)) {
      return footer.getRecordCount();
    }
  }

  /** Reads the rows in order. */
  public void forEach(Configuration hadoop, Consumer<ReleaseRow> consumer) throws IOException {
    try (ReleaseFile.Reader rows = ReleaseFile.reader(new Path(file), hadoop)) {
      ReleaseRow row = rows.read();
      for (long i = 0; row != null && i < first + count; i++) {
        if (i >= first) {
          consumer.accept(row);
        }
        row = rows.read();
      }
    }
  }
}
