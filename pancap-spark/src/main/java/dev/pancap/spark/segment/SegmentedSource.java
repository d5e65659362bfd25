package dev.pancap.spark.segment;

import dev.pancap.config.PancapConfig;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.segment.SegmentationModel;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.RunTables;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.source.ImageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/**
 * Pictures without annotations: a network finds their segments, once, and the rest of the run reads
 * what it found as it reads people's annotations.
 */
public final class SegmentedSource implements ImageSource {
  private final ImageFolders folders;
  private final Network network;
  private final PancapConfig config;

  /**
   * The network and what it is remembered by.
   *
   * @param folder the network's, at the same path on every machine
   * @param outputDir where what it found is kept, so that the next run need not run it again
   */
  public record Network(String folder, String outputDir) {}

  /**
   * @param folders without masks
   */
  public SegmentedSource(ImageFolders folders, Network network, PancapConfig config) {
    this.folders = folders;
    this.network = network;
    this.config = config;
  }

  /** Unlike other sources this one runs a job: the segmentation itself. */
  @Override
  public Pieces open(SparkSession spark, String runDir) {
    SegmentationModel.Identity identity =
        SegmentationModel.check(network.folder(), config.segment(), CategoryTable.coco());
    HadoopSettings hadoop = HadoopSettings.of(spark);
    List<PictureFile> pictures = PictureFiles.list(folders.images(), hadoop.configuration());
    SegmentMemory memory =
        new SegmentMemory(
            SegmentMemory.folderIn(network.outputDir()),
            identity.name(),
            identity.fingerprint(),
            config.run().journalFlush().toMillis());
    SegmentPictures.Settings settings =
        new SegmentPictures.Settings(
            folders.images(), network.folder(), memory, config.segment(), config.limits(), hadoop);
    Dataset<ImagePiece> found =
        new SegmentPictures(settings)
            .apply(known(spark, memory, pictures, runDir), pictures.size());
    return new Pieces(
        new RunTables(spark, runDir).store("segmented", found, ImagePiece.class),
        CategoryTable.coco(),
        folders,
        Map.of(),
        Map.of());
  }

  @Override
  public List<String> inputs() {
    return List.of(folders.images());
  }

  @Override
  public String name() {
    return "segmented " + network.folder() + " " + folders.name();
  }

  /** A folder of pictures has no list but itself. */
  @Override
  public Optional<List<String>> listing(Configuration hadoop) {
    return Optional.empty();
  }

  private static Dataset<KnownPicture> known(
      SparkSession spark, SegmentMemory memory, List<PictureFile> pictures, String runDir) {
    try {
      return memory.join(spark, pictures, HadoopSettings.of(spark).configuration(), runDir);
    } catch (IOException e) {
      throw new UncheckedIOException("What earlier runs found cannot be read", e);
    }
  }
}
