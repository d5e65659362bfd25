package dev.pancap.spark.pack;

import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImageFiles;
import dev.pancap.spark.source.ImageReader;
import dev.pancap.spark.source.ReadAhead;
import dev.pancap.spark.stage.RoutedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;

/** Stage: asks how long each image's files are, and reads none. */
public final class MeasureImages {
  private final PackSettings settings;

  public MeasureImages(PackSettings settings) {
    this.settings = settings;
  }

  public Dataset<MeasuredImage> apply(Dataset<RoutedImage> images) {
    return images.mapPartitions(
        new MeasurePartition(settings), RecordEncoders.of(MeasuredImage.class));
  }

  /** Measures the images of one partition, many at a time. */
  record MeasurePartition(PackSettings settings)
      implements MapPartitionsFunction<RoutedImage, MeasuredImage> {
    @Override
    public Iterator<MeasuredImage> call(Iterator<RoutedImage> images) throws IOException {
      ImageReader reader =
          settings.folders().reader(settings.maxFileBytes(), settings.hadoop().configuration());
      Iterator<MeasuredImage> measured =
          new ReadAhead<>(
                  images,
                  image -> measure(image, reader),
                  new ReadAhead.Bounds(
                      settings.run().readAheadThreads(), settings.run().readAheadBytes()))
              .untilTaskEnds();
      return new Counted<>(measured, settings.done());
    }

    private static ReadAhead.Pending<MeasuredImage> measure(RoutedImage image, ImageReader reader) {
      if (image.source() == null) {
        return new ReadAhead.Pending<>(
            0,
            () ->
                new MeasuredImage(
                    image.imageId(), 0, Objects.requireNonNull(image.rejection()).reason()));
      }
      ReadAhead.Pending<ImageFiles> looked = reader.look(image.source());
      return new ReadAhead.Pending<>(
          0, () -> new MeasuredImage(image.imageId(), looked.bytes(), /* setAside= */ null));
    }
  }
}
