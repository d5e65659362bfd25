package dev.pancap.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Writes the rows of one Parquet file of ours: compressed by zstd, there whole or not at all, and
 * with the same bytes for the same rows in every JVM. A file of the same name gives way, as a task
 * that is tried again writes it again.
 */
public final class WholeRows implements Closeable {
  private final WholeFile whole;
  private final ParquetWriter<Group> rows;
  private final SimpleGroupFactory groups;

  private WholeRows(WholeFile whole, ParquetWriter<Group> rows, SimpleGroupFactory groups) {
    this.whole = whole;
    this.rows = rows;
    this.groups = groups;
  }

  /**
   * @param settings sizes, encodings and what else stands in the footer
   * @throws IOException if the file cannot be created
   */
  public static WholeRows create(
      Path file,
      MessageType schema,
      Configuration hadoop,
      UnaryOperator<ExampleParquetWriter.Builder> settings)
      throws IOException {
    WholeFile whole = WholeFile.create(file, hadoop);
    ExampleParquetWriter.Builder builder =
        ExampleParquetWriter.builder(whole)
            .withType(schema)
            .withConf(hadoop)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(CompressionCodecName.ZSTD);
    return new WholeRows(whole, settings.apply(builder).build(), new SimpleGroupFactory(schema));
  }

  /** An empty row, to be filled and written. */
  public Group next() {
    return groups.newGroup();
  }

  /**
   * @throws IOException if the row cannot be written
   */
  public void write(Group row) throws IOException {
    rows.write(row);
  }

  /**
   * In place of {@link #close} where not all rows were written: there will be no file.
   *
   * @throws IOException if what was written cannot be removed
   */
  public void abandon() throws IOException {
    whole.abandon();
  }

  @Override
  public void close() throws IOException {
    whole.beginEnd();
    rows.close();
    whole.complete();
  }
}
