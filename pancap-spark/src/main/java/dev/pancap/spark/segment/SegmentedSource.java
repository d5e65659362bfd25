package dev.pancap.spark.segment;

import dev.pancap.config.PancapConfig;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.segment.SegmentationModel;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.RunTables;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.source.ImageSource;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/**
 * Pictures without annotations: a network finds their segments, once, and the rest of the run reads
 * what it found as it reads people's annotations.
 */
public final class SegmentedSource implements ImageSource {
  private final SparkSession spark;
  private final ImageFolders folders;
  private final String model;
  private final PancapConfig config;

  /**
   * @param folders without masks
   * @param model the network's folder, at the same path on every machine
   */
  public SegmentedSource(
      SparkSession spark, ImageFolders folders, String model, PancapConfig config) {
    this.spark = spark;
    this.folders = folders;
    this.model = model;
    this.config = config;
  }

  /** Unlike other sources this one runs a job: the segmentation itself. */
  @Override
  public Pieces open(String runDir) {
    SegmentationModel.check(model, config.segment(), CategoryTable.coco());
    HadoopSettings hadoop = HadoopSettings.of(spark);
    List<PictureFile> pictures = PictureFiles.list(folders.images(), hadoop.configuration());
    SegmentPictures.Settings settings =
        new SegmentPictures.Settings(
            folders.images(), model, config.segment(), config.limits(), hadoop);
    Dataset<ImagePiece> found = new SegmentPictures(settings).apply(spark, pictures);
    return new Pieces(
        new RunTables(spark, runDir).store("segmented", found, ImagePiece.class),
        CategoryTable.coco(),
        folders);
  }
}
