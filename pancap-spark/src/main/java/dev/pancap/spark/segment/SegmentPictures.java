package dev.pancap.spark.segment;

import dev.pancap.config.LimitsConfig;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.panoptic.PictureEntry;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Rejection;
import dev.pancap.segment.FoundAnnotation;
import dev.pancap.segment.SegmentConfig;
import dev.pancap.segment.Segmentation;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.source.InputFiles;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/**
 * Stage: finds the segments of pictures, some at a time. A picture becomes a picture's entry and an
 * annotation with its mask inline, as if a person had made it, or a rejection.
 */
public final class SegmentPictures {
  /** The stage that rejections name. */
  public static final String STAGE = "segment";

  /** A task that dies loses no more than this. */
  private static final int PICTURES_PER_TASK = 200;

  private final Settings settings;

  /**
   * What the tasks need to know.
   *
   * @param images the folder that names are relative to; a Hadoop path
   * @param model the network's folder, at the same path on every machine
   */
  public record Settings(
      String images,
      String model,
      SegmentConfig segment,
      LimitsConfig limits,
      HadoopSettings hadoop)
      implements Serializable {}

  public SegmentPictures(Settings settings) {
    this.settings = settings;
  }

  public Dataset<ImagePiece> apply(SparkSession spark, List<PictureFile> pictures) {
    int cores = spark.sparkContext().defaultParallelism();
    int tasks = Math.max(2 * cores, pictures.size() / PICTURES_PER_TASK);
    return spark
        .createDataset(pictures, RecordEncoders.of(PictureFile.class))
        .repartition(Math.max(1, Math.min(tasks, pictures.size())))
        .mapPartitions(new SegmentPartition(settings), RecordEncoders.of(ImagePiece.class));
  }

  /** Segments the pictures of one partition. */
  record SegmentPartition(Settings settings)
      implements MapPartitionsFunction<PictureFile, ImagePiece> {
    @Override
    public Iterator<ImagePiece> call(Iterator<PictureFile> pictures) {
      return new Found(settings, pictures);
    }
  }

  /** The pieces of a partition, a batch of pictures ahead of what is asked for. */
  private static final class Found implements Iterator<ImagePiece> {
    private final Settings settings;
    private final Iterator<PictureFile> pictures;
    private final Deque<ImagePiece> ready = new ArrayDeque<>();

    Found(Settings settings, Iterator<PictureFile> pictures) {
      this.settings = settings;
      this.pictures = pictures;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && pictures.hasNext()) {
        segmentBatch();
      }
      return !ready.isEmpty();
    }

    @Override
    public ImagePiece next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void segmentBatch() {
      List<PictureFile> files = new ArrayList<>();
      List<RgbImage> decoded = new ArrayList<>();
      while (pictures.hasNext() && files.size() < settings.segment().batchSize()) {
        PictureFile file = pictures.next();
        try {
          decoded.add(decode(file));
          files.add(file);
        } catch (BadRecordException e) {
          ready.add(ImagePiece.of(Rejection.of(file.imageId(), file.name(), STAGE, e)));
        }
      }
      List<Segmentation> found =
          SegmentationModels.model(settings.model(), settings.segment()).segment(decoded);
      for (int i = 0; i < files.size(); i++) {
        PictureFile file = files.get(i);
        RgbImage picture = decoded.get(i);
        ready.add(
            ImagePiece.of(
                new PictureEntry(file.imageId(), file.name(), picture.width(), picture.height())));
        ready.add(ImagePiece.of(FoundAnnotation.of(file.imageId(), file.name(), found.get(i))));
      }
    }

    private RgbImage decode(PictureFile file) {
      // "./" keeps Hadoop from taking what stands before a colon for a scheme.
      String path = new Path(new Path(settings.images()), new Path("./" + file.name())).toString();
      byte[] bytes =
          InputFiles.read(
              path,
              settings.limits().maxFileBytes(),
              InputFiles.Reasons.PICTURE,
              settings.hadoop().configuration());
      return Jpeg.decode(bytes, settings.limits());
    }
  }
}
