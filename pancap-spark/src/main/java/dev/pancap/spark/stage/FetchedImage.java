package dev.pancap.spark.stage;

import dev.pancap.config.RunConfig;
import dev.pancap.spark.source.ImageFiles;
import dev.pancap.spark.source.ImageReader;
import dev.pancap.spark.source.ReadAhead;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * An image with its files.
 *
 * @param files null where the image was rejected before they were looked at
 */
public record FetchedImage(RoutedImage routed, @Nullable ImageFiles files) {

  /** Reads the files of a task's images ahead of the task. */
  public static ReadAhead<RoutedImage, FetchedImage> ahead(
      Iterator<RoutedImage> images, ImageReader reader, RunConfig run) {
    int threads = reader.isSequential() ? 1 : run.readAheadThreads();
    return new ReadAhead<>(
            images,
            image -> look(image, reader),
            new ReadAhead.Bounds(threads, run.readAheadBytes()))
        .untilTaskEnds();
  }

  /** Looks at the files of one image. */
  static ReadAhead.Pending<FetchedImage> look(RoutedImage image, ImageReader reader) {
    if (image.source() == null) {
      return new ReadAhead.Pending<>(0, () -> new FetchedImage(image, /* files= */ null));
    }
    ReadAhead.Pending<ImageFiles> files = reader.look(image.source());
    return new ReadAhead.Pending<>(
        files.bytes(), () -> new FetchedImage(image, files.read().get()));
  }
}
