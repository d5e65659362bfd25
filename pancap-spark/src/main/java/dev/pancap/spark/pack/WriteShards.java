package dev.pancap.spark.pack;

import dev.pancap.panoptic.SourceImage;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImageFile;
import dev.pancap.spark.source.ImageReader;
import dev.pancap.spark.stage.FetchedImage;
import dev.pancap.spark.stage.RoutedImage;
import dev.pancap.spark.stage.TaskShares;
import dev.pancap.store.pack.PackFile;
import dev.pancap.store.pack.PackFolder;
import dev.pancap.store.pack.PackManifest;
import dev.pancap.store.pack.PackedFile;
import dev.pancap.store.pack.PackedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;

/** Stage: writes a shard a task, and reads it back. */
public final class WriteShards {
  private final PackSettings settings;
  private final TaskShares shares;

  /**
   * @param shares which image goes into which shard
   */
  public WriteShards(PackSettings settings, TaskShares shares) {
    this.settings = settings;
    this.shares = shares;
  }

  /**
   * @param images as the shares divide them among tasks, by ascending id
   */
  public Dataset<WrittenShard> apply(Dataset<RoutedImage> images) {
    return images.mapPartitions(
        new WriteShard(settings, shares), RecordEncoders.of(WrittenShard.class));
  }

  /** Writes the images of one partition. */
  record WriteShard(PackSettings settings, TaskShares shares)
      implements MapPartitionsFunction<RoutedImage, WrittenShard> {
    @Override
    public Iterator<WrittenShard> call(Iterator<RoutedImage> images) throws IOException {
      Iterable<RoutedImage> all = () -> images;
      Iterator<RoutedImage> usable =
          StreamSupport.stream(all.spliterator(), false)
              .filter(image -> image.source() != null)
              .iterator();
      PackFolder folder = PackFolder.of(settings.out(), settings.hadoop().configuration());
      try (ImageReader reader =
          settings.folders().reader(settings.maxFileBytes(), settings.hadoop().configuration())) {
        Iterator<FetchedImage> fetched = FetchedImage.ahead(usable, reader, settings.run());
        return fetched.hasNext()
            ? List.of(write(new Counted<>(fetched, settings.done()), folder)).iterator()
            : List.<WrittenShard>of().iterator();
      }
    }

    private WrittenShard write(Iterator<FetchedImage> images, PackFolder folder)
        throws IOException {
      Map<String, Long> faults = new TreeMap<>();
      PackedImage image = packed(images.next());
      String path = PackFolder.shard(shares.taskOf(image.imageId()), shares.tasks());
      PackFile.Writer shard =
          PackFile.writer(
              folder.path(path),
              settings.layout().rowGroupBytes(),
              settings.hadoop().configuration());
      long rows = 0;
      boolean isDone = false;
      try {
        while (image != null) {
          shard.write(image);
          rows++;
          Stream.of(image.picture(), image.mask())
              .filter(file -> file.fault() != null)
              .forEach(file -> faults.merge(String.valueOf(file.fault()), 1L, Long::sum));
          image = images.hasNext() ? packed(images.next()) : null;
        }
        isDone = true;
      } finally {
        // A task that fails must not leave a file that lacks rows and looks whole.
        if (!isDone) {
          shard.abandon();
        }
      }
      shard.close();
      PackManifest.Shard readBack = folder.readBack(path);
      if (readBack.rows() != rows) {
        throw new IOException(
            "%s has %d rows, %d were written".formatted(path, readBack.rows(), rows));
      }
      return new WrittenShard(readBack, faults);
    }

    private PackedImage packed(FetchedImage image) {
      SourceImage source = Objects.requireNonNull(image.routed().source());
      ImageFile mask = Objects.requireNonNull(image.files()).mask();
      return new PackedImage(
          source.imageId(),
          packed(source.fileName(), image.files().picture()),
          packed(
              nameIn(settings.folders().masks(), source.maskPath()), Objects.requireNonNull(mask)));
    }

    private static PackedFile packed(String name, ImageFile file) {
      BadRecordException fault = file.fault().orElse(null);
      return fault == null
          ? PackedFile.of(name, file.seen().sha256(), file.content())
          : PackedFile.unusable(name, file.seen().stamp().length(), fault);
    }

    /** The part of a path that the folder's name does not hold. */
    private static String nameIn(@Nullable String folder, @Nullable String path) {
      String within = new Path(String.valueOf(folder)) + "/";
      if (path == null || !path.startsWith(within)) {
        throw new IllegalStateException("Mask " + path + " is not in " + folder);
      }
      return path.substring(within.length());
    }
  }
}
