package dev.pancap.export;

import dev.pancap.panoptic.Sha256;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.RowPictures;
import dev.pancap.store.pack.Pack;
import dev.pancap.store.pack.PackedFile;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** The picture files that go into an export: out of the release, out of a pack, or their own. */
final class ExportPictures implements Closeable {
  private static final byte[] NONE = {};

  private final PicturePlace place;
  private final Configuration hadoop;
  private final RowPictures rows;
  private final @Nullable Pack pack;

  private ExportPictures(PicturePlace place, Configuration hadoop, @Nullable Pack pack) {
    this.place = place;
    this.hadoop = hadoop;
    this.rows = new RowPictures(hadoop, place.maxFileBytes());
    this.pack = pack;
  }

  /**
   * @throws dev.pancap.config.ConfigException if there is no such pack
   */
  static ExportPictures open(PicturePlace place, Configuration hadoop) throws IOException {
    return new ExportPictures(
        place, hadoop, place.pack() == null ? null : Pack.open(place.pack(), hadoop));
  }

  /** The whole file, or nothing where it is no longer there. */
  byte[] file(ReleaseRow row) throws IOException {
    return pack == null || row.imageBytes() != null
        ? rows.file(row)
        : packed(pack.find(row.imageId()));
  }

  private byte[] packed(Pack.@Nullable Found found) throws IOException {
    PackedFile picture = found == null ? null : found.image().picture();
    byte[] content = picture == null ? null : picture.content();
    if (picture == null || content == null) {
      return NONE;
    }
    if (!Sha256.of(content).equals(picture.sha256())) {
      throw new IOException(
          "%s in %s has other bytes than were packed; see pancap verify --packed"
              .formatted(picture.name(), place.pack()));
    }
    return content;
  }

  Configuration hadoop() {
    return hadoop;
  }

  @Override
  public void close() throws IOException {
    if (pack != null) {
      pack.close();
    }
  }
}
