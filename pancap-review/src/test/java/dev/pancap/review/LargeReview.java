package dev.pancap.review;

import dev.pancap.panoptic.PreparedImage;
import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReviewImage;
import dev.pancap.store.ReviewTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes what the raters' page reads of a release of many images, as {@code build} writes it, from
 * a few scenes over and over: {@code pancap-bench/review-start.sh} measures how fast the page opens
 * on it.
 */
final class LargeReview {
  private static final int ROWS_A_FILE = 10_000;
  private static final int SCENES = 24;
  private static final String VERSION = "20260101T000000Z";

  private LargeReview() {}

  /**
   * @param args the folder to write to, and how many images
   */
  public static void main(String[] args) throws IOException {
    write(new Path(args[0]), Integer.parseInt(args[1]));
  }

  static void write(Path out, int images) throws IOException {
    Configuration hadoop = new Configuration();
    SyntheticCatalog scenes = SyntheticCatalog.of(SCENES);
    List<QueueEntry> entries = scenes.entries();
    int files = (images + ROWS_A_FILE - 1) / ROWS_A_FILE;
    for (int file = 0; file < files; file++) {
      String name = "train-%05d-of-%05d.parquet".formatted(file, files);
      Path path = new Path(out, "releases/" + VERSION + "/review/" + name);
      try (ReviewTable.Writer writer = ReviewTable.writer(path, hadoop)) {
        int end = Math.min(images, (file + 1) * ROWS_A_FILE);
        for (int i = file * ROWS_A_FILE; i < end; i++) {
          QueueEntry scene = entries.get(i % SCENES);
          ReviewImage image = scenes.image(scene.imageId()).orElseThrow();
          writer.write(
              new ReviewImage(
                  withId(image.image(), i + 1L), image.lines(), image.caption(), image.flags()),
              new QueueEntry(i + 1L, scene.masks(), scene.flags(), i % 1000 == 7));
        }
      }
    }
    Path current = new Path(out, "CURRENT");
    try (OutputStream to = current.getFileSystem(hadoop).create(current, true)) {
      to.write((VERSION + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static PreparedImage withId(PreparedImage image, long imageId) {
    return new PreparedImage(
        imageId,
        image.fileName(),
        image.split(),
        image.width(),
        image.height(),
        image.imagePath(),
        image.maskPath(),
        image.segments(),
        image.repairs(),
        image.imageFingerprint(),
        image.maskFingerprint());
  }
}
