package dev.pancap.spark.gallery;

import dev.pancap.caption.GroundedCaption;
import dev.pancap.config.LimitsConfig;
import dev.pancap.gallery.GalleryItem;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.Segments;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.RowPictures;
import java.io.Closeable;
import java.io.IOException;
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
  private final RowPictures pictures;
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
    this.pictures = new RowPictures(hadoop, limits.maxFileBytes());
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
        Segments.labelMap(row.prepared()),
        row.segments().stream().map(ReleaseItems::region).toList(),
        new GroundedCaption(row.captionGrounded(), row.caption(), row.groups()),
        row.flags());
  }

  private byte[] pictureFile(ReleaseRow row) throws IOException {
    byte[] file = pictures.file(row);
    if (file.length == 0) {
      log.warn("The picture of image {} is no longer at {}", row.imageId(), row.imagePath());
    }
    return file;
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
}
