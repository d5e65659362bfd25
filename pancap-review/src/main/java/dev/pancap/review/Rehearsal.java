package dev.pancap.review;

import dev.pancap.caption.RegionLine;
import dev.pancap.edit.EditTarget;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.store.EditLog;
import dev.pancap.store.ImageFlag;
import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReviewImage;
import dev.pancap.store.ReviewTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Opens the raters' page on a release of one image, asks what a browser asks first, and ends: what
 * it loads is what the page's start loads. The launcher runs it once after a build, to archive
 * those classes.
 */
final class Rehearsal {
  private static final String VERSION = "20260101T000000Z";
  private static final long IMAGE_ID = 1;
  private static final String LINE = "A person who is likely waiting.";

  private Rehearsal() {}

  /**
   * @param arguments a folder that need not exist
   */
  public static void main(String[] arguments) throws IOException {
    String out = arguments[0];
    Configuration hadoop = new Configuration();
    write(new Path(out), hadoop);
    EditLog log = EditLog.open(out, hadoop);
    ReviewPolicy policy = ReviewPolicy.parse("all");
    ReviewDesk desk = ReviewDesk.open(ReleaseCatalog.open(out, hadoop), log, policy);
    try (ReviewServer server =
        ReviewServer.start(
            desk,
            RequestGuard.of("127.0.0.1", null),
            Clock.systemUTC(),
            new ReviewServer.Address("127.0.0.1", 0))) {
      for (String path :
          List.of("", "app.js", "api/session", "api/queue?filter=waiting", "api/images/1")) {
        URL url = new URL("http", "localhost", server.port(), "/" + path);
        try (InputStream answer = url.openStream()) {
          answer.readAllBytes();
        }
      }
    }
    ReviewImage image = desk.image(IMAGE_ID).orElseThrow();
    desk.add(
        new EditRequest(IMAGE_ID, 1, EditTarget.REGION_LINE, "ann", LINE, "A person.", null, false)
            .record(image, 0));
    int code = ReviewMain.run("edits", "status", "--out", out);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static void write(Path out, Configuration hadoop) throws IOException {
    Path table = new Path(out, "releases/" + VERSION + "/review/train-00000-of-00001.parquet");
    try (ReviewTable.Writer writer = ReviewTable.writer(table, hadoop)) {
      writer.write(image(), new QueueEntry(IMAGE_ID, 1, 1, false));
    }
    Path current = new Path(out, ReleaseFolder.CURRENT);
    try (OutputStream to = current.getFileSystem(hadoop).create(current, /* overwrite= */ true)) {
      to.write((VERSION + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A person of two pixels by two. */
  private static ReviewImage image() {
    Segment person =
        new Segment(
            1, 1, 1, "person", true, false, 4, new BoundingBox(0, 0, 2, 2), "04", 1, 1, true, null);
    PreparedImage image =
        new PreparedImage(
            IMAGE_ID, "1.jpg", "train", 2, 2, "1.jpg", null, List.of(person), List.of(), "", "");
    return new ReviewImage(
        image,
        List.of(new RegionLine(1, "person", LINE)),
        "<1: A person> is waiting.",
        List.of(new ImageFlag("SPECULATION", "says 'likely'", 1)));
  }
}
