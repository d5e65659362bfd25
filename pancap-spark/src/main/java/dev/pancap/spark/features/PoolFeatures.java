package dev.pancap.spark.features;

import dev.pancap.config.LimitsConfig;
import dev.pancap.features.FeaturesConfig;
import dev.pancap.features.MaskPooling;
import dev.pancap.features.PictureFeatures;
import dev.pancap.features.PooledMask;
import dev.pancap.features.VisionTower;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.mask.CompressedRunLengths;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.InputFiles;
import dev.pancap.store.FeatureFile;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.WholeFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Stage: from each data file of a release makes a file of vectors, one a mask, and a file of grids,
 * one a picture. Crowd regions are pooled as any other.
 */
public final class PoolFeatures {
  private static final String MASKS = "masks";
  private static final String IMAGES = "images";

  private static final ConcurrentMap<Key, VisionTower> TOWERS = new ConcurrentHashMap<>();

  private final Settings settings;

  /** A model is loaded once a JVM, and never closed. */
  private record Key(String model, FeaturesConfig config) {}

  /**
   * What the tasks need to know.
   *
   * @param release the release's folder; a Hadoop path
   * @param model the model's folder, at the same path on every machine
   * @param out where the files go; a Hadoop path
   */
  public record Settings(
      String release,
      String model,
      String out,
      FeaturesConfig features,
      LimitsConfig limits,
      HadoopSettings hadoop)
      implements Serializable {}

  public PoolFeatures(Settings settings) {
    this.settings = settings;
  }

  /**
   * @param files data files of the release, relative to it
   */
  public Dataset<PooledFile> apply(SparkSession spark, List<String> files) {
    return spark
        .createDataset(files, Encoders.STRING())
        .repartition(Math.max(1, files.size()))
        .map(new PoolFile(settings), RecordEncoders.of(PooledFile.class));
  }

  /** Removes what attempts at tasks that were killed have left; to be called when all is done. */
  public void removeUnfinished() throws IOException {
    Configuration hadoop = settings.hadoop().configuration();
    for (String table : List.of(MASKS, IMAGES)) {
      Path folder = new Path(settings.out(), table);
      WholeFile.removeUnfinished(folder.getFileSystem(hadoop), folder);
    }
  }

  /** Makes the features of one data file. */
  record PoolFile(Settings settings) implements MapFunction<String, PooledFile> {
    @Override
    public PooledFile call(String file) throws IOException {
      VisionTower tower =
          TOWERS.computeIfAbsent(
              new Key(settings.model(), settings.features()),
              key -> VisionTower.open(key.model(), key.config()));
      Configuration hadoop = settings.hadoop().configuration();
      String name = new Path(file).getName();
      long images = 0;
      long masks = 0;
      int dimension = 0;
      List<String> left = new ArrayList<>();
      try (ReleaseFile.Reader rows =
              ReleaseFile.reader(new Path(settings.release(), file), hadoop);
          FeatureFile.Masks vectors =
              FeatureFile.masks(output(MASKS, name), settings.features().precision(), hadoop);
          FeatureFile.Grids grids =
              FeatureFile.grids(output(IMAGES, name), settings.features().precision(), hadoop)) {
        for (ReleaseRow row = rows.read(); row != null; row = rows.read()) {
          try {
            PictureFeatures seen = tower.look(picture(row));
            List<PooledMask> pooled = pool(row, seen);
            for (int i = 0; i < pooled.size(); i++) {
              vectors.write(row.imageId(), row.segments().get(i), pooled.get(i));
            }
            grids.write(row.imageId(), seen.whole());
            images++;
            masks += pooled.size();
            dimension = seen.whole().dimension();
          } catch (BadRecordException e) {
            left.add(
                "image %d, %s: %s, %s"
                    .formatted(row.imageId(), row.fileName(), e.reason(), e.getMessage()));
          }
        }
      }
      return new PooledFile(file, images, masks, dimension, left);
    }

    private Path output(String table, String name) {
      return new Path(new Path(settings.out(), table), name);
    }

    private RgbImage picture(ReleaseRow row) {
      byte[] bytes =
          row.imageBytes() != null
              ? row.imageBytes()
              : InputFiles.read(
                  row.imagePath(),
                  settings.limits().maxFileBytes(),
                  InputFiles.Reasons.PICTURE,
                  settings.hadoop().configuration());
      RgbImage picture = Jpeg.decode(bytes, settings.limits());
      if (picture.width() != row.width() || picture.height() != row.height()) {
        throw new BadRecordException(
            Reason.IMAGE_SIZE_MISMATCH,
            "the picture has %d x %d, the release says %d x %d"
                .formatted(picture.width(), picture.height(), row.width(), row.height()));
      }
      return picture;
    }

    private static List<PooledMask> pool(ReleaseRow row, PictureFeatures seen) {
      int[] marks = new int[Math.multiplyExact(row.width(), row.height())];
      for (ReleaseRow.ReleaseSegment segment : row.segments()) {
        byte[] mask =
            CompressedRunLengths.decode(segment.rleCounts(), row.width(), row.height()).decode();
        for (int pixel = 0; pixel < mask.length; pixel++) {
          marks[pixel] = mask[pixel] != 0 ? segment.mark() : marks[pixel];
        }
      }
      return MaskPooling.pool(
          seen.fine(),
          LabelMap.wrap(row.width(), row.height(), marks),
          row.segments().stream().map(ReleaseRow.ReleaseSegment::mark).toList());
    }
  }
}
