package dev.pancap.store;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.conf.HadoopParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/**
 * Opens Parquet files with settings that are there. Parquet's own ways to open a file begin with
 * settings of their own, for which Hadoop's defaults are parsed once more for every file.
 */
public final class ParquetRows {
  private ParquetRows() {}

  /**
   * The rows of a file, of the columns that {@link ReadSupport#PARQUET_READ_SCHEMA} names in the
   * settings, else of all.
   *
   * @throws IOException if the file is missing or cannot be read
   */
  public static ParquetReader.Builder<Group> of(Path file, Configuration hadoop)
      throws IOException {
    return new Rows(HadoopInputFile.fromPath(file, hadoop), hadoop);
  }

  /**
   * The footer of a file, and its columns by row group.
   *
   * @throws IOException if the file is missing or cannot be read
   * @throws RuntimeException Parquet's own, if it is no Parquet file
   */
  public static ParquetFileReader columns(HadoopInputFile file, Configuration hadoop)
      throws IOException {
    return ParquetFileReader.open(file, HadoopReadOptions.builder(hadoop).build());
  }

  private static final class Rows extends ParquetReader.Builder<Group> {
    Rows(InputFile file, Configuration hadoop) {
      super(file, new HadoopParquetConfiguration(hadoop));
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
