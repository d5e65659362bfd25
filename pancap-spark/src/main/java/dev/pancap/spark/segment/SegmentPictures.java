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
import dev.pancap.segment.StoredSegmentation;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.source.InputFiles;
import java.io.IOException;
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
import org.jspecify.annotations.Nullable;

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
   * @param memory where what is found is kept, or null where it is not
   */
  public record Settings(
      String images,
      String model,
      @Nullable SegmentMemory memory,
      SegmentConfig segment,
      LimitsConfig limits,
      HadoopSettings hadoop)
      implements Serializable {}

  public SegmentPictures(Settings settings) {
    this.settings = settings;
  }

  /**
   * @param pictures each with what earlier runs found in it
   */
  public Dataset<ImagePiece> apply(Dataset<KnownPicture> pictures, int count) {
    int cores = pictures.sparkSession().sparkContext().defaultParallelism();
    int tasks = Math.max(2 * cores, count / PICTURES_PER_TASK);
    return pictures
        .repartition(Math.max(1, Math.min(tasks, count)))
        .mapPartitions(new SegmentPartition(settings), RecordEncoders.of(ImagePiece.class));
  }

  /** Pictures of which nothing is known. */
  public Dataset<ImagePiece> apply(SparkSession spark, List<PictureFile> pictures) {
    return apply(
        spark.createDataset(
            pictures.stream().map(KnownPicture::of).toList(),
            RecordEncoders.of(KnownPicture.class)),
        pictures.size());
  }

  /** Segments the pictures of one partition. */
  record SegmentPartition(Settings settings)
      implements MapPartitionsFunction<KnownPicture, ImagePiece> {
    @Override
    public Iterator<ImagePiece> call(Iterator<KnownPicture> pictures) throws IOException {
      return new Found(settings, SegmentMemory.open(settings), pictures);
    }
  }

  /** A picture that is to be computed, and the key of what will be found. */
  private record Waiting(PictureFile file, String key, RgbImage pixels) {}

  /** The pieces of a partition, a batch of pictures ahead of what is asked for. */
  private static final class Found implements Iterator<ImagePiece> {
    private final Settings settings;
    private final SegmentMemory.Access memory;
    private final Iterator<KnownPicture> pictures;
    private final Deque<ImagePiece> ready = new ArrayDeque<>();

    Found(Settings settings, SegmentMemory.Access memory, Iterator<KnownPicture> pictures) {
      this.settings = settings;
      this.memory = memory;
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
      List<Waiting> batch = new ArrayList<>();
      while (pictures.hasNext() && batch.size() < settings.segment().batchSize()) {
        KnownPicture picture = pictures.next();
        PictureFile file = picture.file();
        try {
          byte[] bytes = read(file);
          String key = memory.key(bytes);
          StoredSegmentation known = memory.find(picture, key);
          if (known == null) {
            batch.add(new Waiting(file, key, Jpeg.decode(bytes, settings.limits())));
          } else {
            add(file, known);
          }
        } catch (BadRecordException e) {
          ready.add(ImagePiece.of(Rejection.of(file.imageId(), file.name(), STAGE, e)));
        }
      }
      if (!batch.isEmpty()) {
        compute(batch);
      }
    }

    private void compute(List<Waiting> batch) {
      List<Segmentation> found =
          SegmentationModels.model(settings.model(), settings.segment())
              .segment(batch.stream().map(Waiting::pixels).toList());
      for (int i = 0; i < batch.size(); i++) {
        PictureFile file = batch.get(i).file();
        RgbImage pixels = batch.get(i).pixels();
        StoredSegmentation fresh =
            StoredSegmentation.of(
                new PictureEntry(file.imageId(), file.name(), pixels.width(), pixels.height()),
                FoundAnnotation.of(file.imageId(), file.name(), found.get(i)));
        memory.keep(file.imageId(), batch.get(i).key(), fresh);
        add(file, fresh);
      }
    }

    private void add(PictureFile file, StoredSegmentation found) {
      ready.add(ImagePiece.of(found.picture(file.imageId(), file.name())));
      ready.add(ImagePiece.of(found.annotation(file.imageId(), file.name())));
    }

    private byte[] read(PictureFile file) {
      // "./" keeps Hadoop from taking what stands before a colon for a scheme.
      String path = new Path(new Path(settings.images()), new Path("./" + file.name())).toString();
      return InputFiles.read(
          path,
          settings.limits().maxFileBytes(),
          InputFiles.Reasons.PICTURE,
          settings.hadoop().configuration());
    }
  }
}
