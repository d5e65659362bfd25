package dev.pancap.spark.source;

import dev.pancap.config.ConfigException;
import dev.pancap.panoptic.CategoryTable;
import org.apache.spark.sql.Dataset;

/** Where pictures and their annotations come from. */
public interface ImageSource {
  /**
   * What a source holds.
   *
   * @param pieces pictures, annotations and what could not be read, in any order
   */
  record Pieces(Dataset<ImagePiece> pieces, CategoryTable categories, ImageFolders folders) {}

  /**
   * Checks the input and opens it. No Spark job is run.
   *
   * @param runDir where intermediate rows may be kept
   * @throws ConfigException if there is nothing that could be used
   */
  Pieces open(String runDir);
}
