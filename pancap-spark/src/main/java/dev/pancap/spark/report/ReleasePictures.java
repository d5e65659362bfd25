package dev.pancap.spark.report;

import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.report.ExamplePictures;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segments;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.RowPictures;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the masks of a release's images on their pictures. A picture that is no longer where it was
 * is left out of the report, which is said in the log.
 */
final class ReleasePictures implements ExamplePictures {
  private static final Logger log = LoggerFactory.getLogger(ReleasePictures.class);
  private static final int JPEG_QUALITY = 82;

  private final ReleaseImages images;
  private final Configuration hadoop;
  private final LimitsConfig limits;
  private final RowPictures pictures;

  ReleasePictures(ReleaseImages images, Configuration hadoop, LimitsConfig limits) {
    this.images = images;
    this.hadoop = hadoop;
    this.limits = limits;
    this.pictures = new RowPictures(hadoop, limits.maxFileBytes());
  }

  @Override
  public Optional<byte[]> pictureOf(String imageId) {
    try {
      Optional<Path> file = images.fileOf(imageId);
      Optional<ReleaseRow> row =
          file.isEmpty() ? Optional.empty() : find(file.get(), Long.parseLong(imageId));
      return row.isEmpty() ? Optional.empty() : draw(row.get());
    } catch (IOException | BadRecordException e) {
      log.info("No picture of image {} for the report: {}", imageId, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<ReleaseRow> find(Path file, long imageId) throws IOException {
    try (ReleaseFile.Reader rows = ReleaseFile.reader(file, hadoop)) {
      for (ReleaseRow row = rows.read(); row != null; row = rows.read()) {
        if (row.imageId() == imageId) {
          return Optional.of(row);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> draw(ReleaseRow row) throws IOException {
    byte[] file = pictures.file(row);
    if (file.length == 0) {
      log.info("No picture of image {} for the report: none at {}", row.imageId(), row.imagePath());
      return Optional.empty();
    }
    PreparedImage prepared = row.prepared();
    RgbImage drawn =
        new OverlayRenderer(OverlayConfig.defaults())
            .render(Jpeg.decode(file, limits), Segments.labelMap(prepared), prepared.segments());
    return Optional.of(Jpeg.encode(drawn, JPEG_QUALITY));
  }
}
