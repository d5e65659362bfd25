package dev.pancap.spark.source;

import dev.pancap.panoptic.SourceImage;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.store.pack.Pack;
import dev.pancap.store.pack.PackedFile;
import dev.pancap.store.seen.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Reads pictures and masks out of a pack. A file keeps the path that it had before it was packed,
 * and its stamp is its own length with time and ETag of the shard that it is in.
 */
final class PackReader implements ImageReader {
  private final String name;
  private final Pack pack;
  private final long maxFileBytes;

  private PackReader(String name, Pack pack, long maxFileBytes) {
    this.name = name;
    this.pack = pack;
    this.maxFileBytes = maxFileBytes;
  }

  static PackReader open(String folder, long maxFileBytes, Configuration hadoop)
      throws IOException {
    return new PackReader(folder, Pack.open(folder, hadoop), maxFileBytes);
  }

  @Override
  public ReadAhead.Pending<ImageFiles> look(SourceImage image) {
    String picture = image.imagePath();
    String mask = image.maskPath();
    Pack.Found found = find(image.imageId());
    if (found == null) {
      return new ReadAhead.Pending<>(
          0, () -> new ImageFiles(absent(picture, image.imageId()), /* mask= */ null));
    }
    return new ReadAhead.Pending<>(
        found.image().contentBytes(),
        () ->
            new ImageFiles(
                file(picture, found.image().picture(), found.shard(), InputFiles.Reasons.PICTURE),
                mask == null
                    ? null
                    : file(mask, found.image().mask(), found.shard(), InputFiles.Reasons.MASK)));
  }

  @Override
  public byte[] picture(long imageId, String path) {
    Pack.Found found = find(imageId);
    return (found == null
            ? absent(path, imageId)
            : file(path, found.image().picture(), found.shard(), InputFiles.Reasons.PICTURE))
        .content();
  }

  private Pack.@Nullable Found find(long imageId) {
    try {
      return pack.find(imageId);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read image %d of %s".formatted(imageId, name), e);
    }
  }

  private ImageFile absent(String path, long imageId) {
    return ImageFile.unusable(
        path,
        FileStamp.ABSENT,
        new BadRecordException(
            InputFiles.Reasons.PICTURE.missing(),
            "%s has no row of image %d; its annotation was refused when it was packed: pack again"
                .formatted(name, imageId)));
  }

  private ImageFile file(
      String path, PackedFile packed, FileStamp shard, InputFiles.Reasons reasons) {
    FileStamp stamp = new FileStamp(packed.length(), shard.modifiedMillis(), shard.etag());
    if (packed.fault() != null) {
      return ImageFile.unusable(
          path, stamp, new BadRecordException(packed.fault(), String.valueOf(packed.detail())));
    }
    if (packed.length() > maxFileBytes) {
      return ImageFile.unusable(
          path, stamp, InputFiles.tooLarge(path, packed.length(), maxFileBytes, reasons));
    }
    byte[] content = packed.content();
    if (content == null) {
      throw new IllegalStateException("A pack was read without its contents");
    }
    ImageFile file = ImageFile.of(path, stamp, content);
    return file.seen().sha256().equals(packed.sha256())
        ? file
        : ImageFile.unusable(
            path,
            stamp,
            new BadRecordException(
                reasons.unreadable(),
                "%s in %s has the SHA-256 %s, %s was packed"
                    .formatted(packed.name(), name, file.seen().sha256(), packed.sha256())));
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public void close() throws IOException {
    pack.close();
  }
}
