package dev.pancap.review;

import dev.pancap.config.ConfigException;
import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReviewImage;
import dev.pancap.store.ReviewTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The current release of an output folder, read without Spark. */
public final class ReleaseCatalog implements ReviewCatalog {
  /** A picture that is larger is not sent to a browser. */
  private static final int MAX_PICTURE_BYTES = 64 << 20;

  private final Configuration hadoop;
  private final ReviewTable table;
  private final List<QueueEntry> entries;
  private final long releasedAtMillis;

  private ReleaseCatalog(
      Configuration hadoop, ReviewTable table, List<QueueEntry> entries, long releasedAtMillis) {
    this.hadoop = hadoop;
    this.table = table;
    this.entries = entries;
    this.releasedAtMillis = releasedAtMillis;
  }

  /**
   * @param outputDir the {@code --out} folder of {@code build}
   * @throws ConfigException if there is no release
   * @throws IOException if the release cannot be read
   */
  public static ReleaseCatalog open(String outputDir, Configuration hadoop) throws IOException {
    Path pointer = new Path(outputDir, "CURRENT");
    FileSystem files = pointer.getFileSystem(hadoop);
    String version;
    long releasedAt;
    try (InputStream in = files.open(pointer)) {
      version = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      releasedAt = files.getFileStatus(pointer).getModificationTime();
    } catch (FileNotFoundException e) {
      throw new ConfigException(
          "No release under %s: run './pancap build … --out %s' first"
              .formatted(outputDir, outputDir),
          e);
    }
    ReviewTable table =
        ReviewTable.open(new Path(outputDir, "releases/" + version + "/review"), hadoop);
    return new ReleaseCatalog(hadoop, table, table.entries(), releasedAt);
  }

  @Override
  public List<QueueEntry> entries() {
    return entries;
  }

  @Override
  public long releasedAtMillis() {
    return releasedAtMillis;
  }

  @Override
  public Optional<ReviewImage> image(long imageId) throws IOException {
    return table.find(imageId);
  }

  @Override
  public byte[] picture(ReviewImage image) throws IOException {
    Path path = new Path(image.image().imagePath());
    FileSystem files = path.getFileSystem(hadoop);
    long length = files.getFileStatus(path).getLen();
    if (length > MAX_PICTURE_BYTES) {
      throw new IOException("%s has %d bytes, too many for a page".formatted(path, length));
    }
    try (InputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }
}
