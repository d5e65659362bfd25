package dev.pancap.spark.report;

import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.report.ExamplePictures;
import dev.pancap.image.Jpeg;
import dev.pancap.image.RgbImage;
import dev.pancap.mask.BoundingBox;
import dev.pancap.overlay.OverlayConfig;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.panoptic.Segments;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
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

  ReleasePictures(ReleaseImages images, Configuration hadoop, LimitsConfig limits) {
    this.images = images;
    this.hadoop = hadoop;
    this.limits = limits;
  }

  @Override
  public Optional<byte[]> pictureOf(String imageId) {
    try {
      Optional<Path> file = images.fileOf(imageId);
      Optional<ReleaseRow> row =
          file.isEmpty() ? Optional.empty() : find(file.get(), Long.parseLong(imageId));
      return row.isEmpty() ? Optional.empty() : Optional.of(draw(row.get()));
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

  private byte[] draw(ReleaseRow row) throws IOException {
    RgbImage picture = Jpeg.decode(pictureFile(row), limits);
    PreparedImage prepared =
        new PreparedImage(
            row.imageId(),
            row.fileName(),
            row.split(),
            row.width(),
            row.height(),
            row.imagePath(),
            null,
            row.segments().stream().map(ReleasePictures::segment).toList(),
            List.of(),
            "",
            "");
    RgbImage drawn =
        new OverlayRenderer(OverlayConfig.defaults())
            .render(picture, Segments.labelMap(prepared), prepared.segments());
    return Jpeg.encode(drawn, JPEG_QUALITY);
  }

  private byte[] pictureFile(ReleaseRow row) throws IOException {
    if (row.imageBytes() != null) {
      return row.imageBytes();
    }
    Path path = new Path(row.imagePath());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readNBytes(Math.toIntExact(limits.maxFileBytes()));
    }
  }

  /** What the renderer looks at; a centroid it places by itself. */
  private static Segment segment(ReleaseRow.ReleaseSegment segment) {
    List<Integer> box = segment.bbox();
    return new Segment(
        segment.mark(),
        segment.segmentId(),
        segment.categoryId(),
        segment.category(),
        segment.isThing(),
        segment.isCrowd(),
        segment.area(),
        new BoundingBox(box.get(0), box.get(1), box.get(2), box.get(3)),
        segment.rleCounts(),
        0,
        0,
        false,
        segment.score());
  }
}
