package dev.pancap.spark;

import dev.pancap.spark.encoder.RecordEncoders;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** The tables of one run, each computed once and then read: Parquet under {@code runs/<id>/}. */
public final class RunTables {
  private final SparkSession spark;
  private final String runDir;

  public RunTables(SparkSession spark, String runDir) {
    this.spark = spark;
    this.runDir = runDir;
  }

  /** Computes {@code rows} once, and returns what was stored. */
  public <T extends Record> Dataset<T> store(String table, Dataset<T> rows, Class<T> type) {
    String path = new Path(runDir, table).toString();
    rows.write().mode(SaveMode.ErrorIfExists).parquet(path);
    Encoder<T> encoder = RecordEncoders.of(type);
    return spark.read().schema(encoder.schema()).parquet(path).as(encoder);
  }
}
