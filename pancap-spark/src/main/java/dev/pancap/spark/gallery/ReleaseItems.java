package dev.pancap.spark.gallery;

import dev.pancap.caption.GroundedCaption;
import dev.pancap.config.LimitsConfig;
import dev.pancap.gallery.GalleryItem;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import dev.pancap.panoptic.Segments;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chosen rows of a release as gallery items, one in memory at a time. */
final class ReleaseItems implements Iterator<GalleryItem>, Closeable {
  private static final Logger log = LoggerFactory.getLogger(ReleaseItems.class);

  private final Iterator<Path> files;
  private final Set<Long> positions;
  private final Configuration hadoop;
  private final LimitsConfig limits;
  private final int wanted;
  private ReleaseFile.@Nullable Reader reader;
  private long position;
  private int given;

  /**
   * @param positions rows counted through all files from 0; each is there
   */
  ReleaseItems(List<Path> files, Set<Long> positions, Configuration hadoop, LimitsConfig limits) {
    this.files = files.iterator();
    this.positions = positions;
    this.hadoop = hadoop;
    this.limits = limits;
    this.wanted = positions.size();
  }

  @Override
  public boolean hasNext() {
    return given < wanted;
  }

  @Override
  public GalleryItem next() {
    try {
      for (ReleaseRow row = nextRow(); row != null; row = nextRow()) {
        if (positions.contains(position++)) {
          given++;
          return item(row);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The release cannot be read", e);
    }
    throw new NoSuchElementException("The release has fewer rows than were counted");
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }

  private @Nullable ReleaseRow nextRow() throws IOException {
    ReleaseRow row = reader == null ? null : reader.read();
    while (row == null && files.hasNext()) {
      close();
      ReleaseFile.Reader opened = ReleaseFile.reader(files.next(), hadoop);
      reader = opened;
      row = opened.read();
    }
    return row;
  }

  private GalleryItem item(ReleaseRow row) throws IOException {
    return new GalleryItem(
        row.imageId(),
        row.fileName(),
        pictureFile(row),
        Segments.labelMap(prepared(row)),
        row.segments().stream().map(ReleaseItems::region).toList(),
        new GroundedCaption(row.captionGrounded(), row.caption(), row.groups()),
        row.flags());
  }

  /** The picture's bytes, or none where it is no longer there. */
  private byte[] pictureFile(ReleaseRow row) throws IOException {
    if (row.imageBytes() != null) {
      return row.imageBytes();
    }
    Path path = new Path(row.imagePath());
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readNBytes(Math.toIntExact(limits.maxFileBytes()));
    } catch (FileNotFoundException e) {
      log.warn("The picture of image {} is no longer at {}", row.imageId(), path);
      return new byte[0];
    }
  }

  private static GalleryItem.Region region(ReleaseRow.ReleaseSegment segment) {
    String name =
        CategoryTable.coco()
            .find(segment.categoryId())
            .filter(category -> category.name().equals(segment.category()))
            .map(category -> category.displayName())
            .orElse(segment.category());
    return new GalleryItem.Region(
        segment.mark(),
        name,
        segment.isThing(),
        segment.isCrowd(),
        segment.area(),
        segment.description());
  }

  private static PreparedImage prepared(ReleaseRow row) {
    return new PreparedImage(
        row.imageId(),
        row.fileName(),
        row.split(),
        row.width(),
        row.height(),
        row.imagePath(),
        null,
        row.segments().stream().map(ReleaseItems::segment).toList(),
        List.of(),
        "",
        "");
  }

  /** What the label map is rebuilt from; a release holds no centroids. */
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
