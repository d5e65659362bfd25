package dev.pancap.spark.source;

import dev.pancap.config.ConfigException;
import dev.pancap.panoptic.CategoryTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/** Where pictures and their annotations come from. */
public interface ImageSource {
  /**
   * What a source holds.
   *
   * @param pieces pictures, annotations and what could not be read, in any order
   * @param annotations identifies what is said of each image, by image id; empty where a source
   *     cannot tell without a job
   * @param weights about how much work each image is, by image id; empty where {@code annotations}
   *     is
   */
  record Pieces(
      Dataset<ImagePiece> pieces,
      CategoryTable categories,
      ImageFolders folders,
      Map<Long, Long> annotations,
      Map<Long, Long> weights) {}

  /**
   * Checks the input and opens it. No Spark job is run.
   *
   * @param runDir where intermediate rows may be kept
   * @throws ConfigException if there is nothing that could be used
   */
  Pieces open(SparkSession spark, String runDir);

  /** Names the source as the user did: its kind, folders and split. */
  String name();

  /** The paths that the source reads from. */
  List<String> inputs();

  /**
   * The files that say which images there are and what is known of them. As long as they stay as
   * they are, images change only by their own files. Empty where no file says it.
   *
   * @throws ConfigException if they cannot be found
   */
  Optional<List<String>> listing(Configuration hadoop);

  /** The pack that has the files of the images, or empty where they are files of their own. */
  default Optional<String> pack() {
    return Optional.empty();
  }
}
