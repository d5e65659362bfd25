package dev.pancap.spark.source;

import dev.pancap.panoptic.SourceImage;
import org.apache.hadoop.conf.Configuration;

/** Reads pictures and masks that are files of their own. */
final class FolderReader implements ImageReader {
  private final long maxFileBytes;
  private final Configuration hadoop;

  FolderReader(long maxFileBytes, Configuration hadoop) {
    this.maxFileBytes = maxFileBytes;
    this.hadoop = hadoop;
  }

  @Override
  public ReadAhead.Pending<ImageFiles> look(SourceImage image) {
    InputFiles.Looked picture =
        InputFiles.look(image.imagePath(), maxFileBytes, InputFiles.Reasons.PICTURE, hadoop);
    if (image.maskPath() == null) {
      return new ReadAhead.Pending<>(
          picture.bytes(), () -> new ImageFiles(picture.read(), /* mask= */ null));
    }
    InputFiles.Looked mask =
        InputFiles.look(image.maskPath(), maxFileBytes, InputFiles.Reasons.MASK, hadoop);
    return new ReadAhead.Pending<>(
        picture.bytes() + mask.bytes(), () -> new ImageFiles(picture.read(), mask.read()));
  }

  @Override
  public byte[] picture(long imageId, String path) {
    return InputFiles.read(path, maxFileBytes, InputFiles.Reasons.PICTURE, hadoop);
  }

  @Override
  public boolean isSequential() {
    return false;
  }

  @Override
  public void close() {
    // Each file is closed when it has been read.
  }
}
