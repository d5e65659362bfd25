package dev.pancap.spark.source;

import dev.pancap.config.ConfigException;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.store.ParquetRows;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * COCONut as Hugging Face ships it ({@code coconut_s}, {@code relabeled_coco_val}): Parquet with
 * the columns {@code mask}, {@code segments_info} and {@code image_info}. The last two of one row
 * do not always belong together, so they meet by image id as everything does.
 */
public final class CoconutSource implements ImageSource {
  private static final List<String[]> COLUMNS =
      List.of(
          new String[] {"mask", "bytes"},
          new String[] {"segments_info", "image_id"},
          new String[] {"segments_info", "file_name"},
          new String[] {"segments_info", "segments_info"},
          new String[] {"image_info", "id"},
          new String[] {"image_info", "file_name"});

  private final String parquet;
  private final ImageFolders folders;
  private final int maxSegments;

  /**
   * @param parquet the folder of Parquet files
   */
  public CoconutSource(String parquet, ImageFolders folders, int maxSegments) {
    this.parquet = parquet;
    this.folders = folders;
    this.maxSegments = maxSegments;
  }

  @Override
  public Pieces open(SparkSession spark, String runDir) {
    Configuration hadoop = HadoopSettings.of(spark).configuration();
    InputFiles.requireFolder("--images", folders.images(), hadoop);
    InputFiles.requireFolder("--coconut", parquet, hadoop);
    List<String> files = files(hadoop);
    checkColumns(files.get(0), hadoop);
    return new Pieces(
        spark
            .read()
            .parquet(files.toArray(String[]::new))
            .select(
                functions.monotonically_increasing_id().as("row"),
                functions.col("mask.bytes").as("mask"),
                functions.col("segments_info"),
                functions.col("image_info"))
            .flatMap(new CoconutRow(maxSegments), RecordEncoders.of(ImagePiece.class)),
        CategoryTable.coco(),
        folders,
        Map.of(),
        Map.of());
  }

  @Override
  public List<String> inputs() {
    return List.of(parquet, folders.images());
  }

  @Override
  public String name() {
    return "coconut " + parquet + " " + folders.name();
  }

  @Override
  public Optional<List<String>> listing(Configuration hadoop) {
    return Optional.of(files(hadoop));
  }

  private List<String> files(Configuration hadoop) {
    List<String> files = new ArrayList<>();
    try {
      Path folder = new Path(parquet);
      FileSystem system = folder.getFileSystem(hadoop);
      RemoteIterator<LocatedFileStatus> found = system.listFiles(folder, /* recursive= */ true);
      while (found.hasNext()) {
        FileStatus file = found.next();
        if (file.getPath().getName().endsWith(".parquet")) {
          files.add(file.getPath().toString());
        }
      }
    } catch (FileNotFoundException e) {
      throw new ConfigException("--coconut %s does not exist".formatted(parquet), e);
    } catch (IOException e) {
      throw InputFiles.unreadable("--coconut", parquet, e);
    }
    ConfigException.check(!files.isEmpty(), "--coconut %s holds no .parquet file", parquet);
    files.sort(null);
    return files;
  }

  private void checkColumns(String file, Configuration hadoop) {
    MessageType schema;
    try (ParquetFileReader reader =
        ParquetRows.columns(HadoopInputFile.fromPath(new Path(file), hadoop), hadoop)) {
      schema = reader.getFileMetaData().getSchema();
    } catch (IOException e) {
      throw InputFiles.unreadable("--coconut", file, e);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      // What parquet-hadoop says of a file that is none.
      throw new ConfigException("--coconut %s is no Parquet file".formatted(file), e);
    }
    for (String[] column : COLUMNS) {
      ConfigException.check(
          schema.containsPath(column) || isGroup(schema, column),
          "--coconut %s has no column %s: it needs mask, segments_info and image_info, as COCONut's"
              + " Parquet on Hugging Face has them",
          file,
          String.join(".", column));
    }
  }

  private static boolean isGroup(MessageType schema, String[] column) {
    return schema.containsField(column[0])
        && !schema.getType(column[0]).isPrimitive()
        && schema.getType(column[0]).asGroupType().containsField(column[1]);
  }
}
