package dev.pancap.store.pack;

import dev.pancap.config.ConfigException;
import dev.pancap.store.seen.FileStamp;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of a pack by their ids. Ascending ids are read in one pass: one row group is
 * held at a time. Safe for use by several threads, which take turns.
 */
public final class Pack implements Closeable {
  private final PackFolder folder;
  private final List<PackManifest.Shard> shards;
  private final Configuration hadoop;
  private @Nullable Open open;

  private Pack(PackFolder folder, List<PackManifest.Shard> shards, Configuration hadoop) {
    this.folder = folder;
    this.shards = shards;
    this.hadoop = hadoop;
  }

  /** The shard that was read last. */
  private record Open(PackManifest.Shard shard, FileStamp stamp, PackFile.Reader reader) {}

  /**
   * A row and the shard that it is in.
   *
   * @param shard the stamp of the shard's file
   */
  public record Found(PackedImage image, FileStamp shard) {}

  /**
   * @throws ConfigException if the folder holds no complete pack
   * @throws IOException if it cannot be read
   */
  public static Pack open(String folder, Configuration hadoop) throws IOException {
    PackFolder files = PackFolder.of(folder, hadoop);
    return new Pack(files, files.manifest().shards(), hadoop);
  }

  /**
   * An image, or null if the pack has no row of it.
   *
   * @throws IOException if its shard cannot be read or is damaged
   */
  public synchronized @Nullable Found find(long imageId) throws IOException {
    for (PackManifest.Shard shard : shards) {
      if (shard.spans(imageId)) {
        Open in = opened(shard);
        PackedImage image = in.reader.find(imageId);
        return image == null ? null : new Found(image, in.stamp);
      }
    }
    return null;
  }

  private Open opened(PackManifest.Shard shard) throws IOException {
    if (open != null && open.shard.equals(shard)) {
      return open;
    }
    close();
    Path file = folder.path(shard.path());
    FileStatus status = file.getFileSystem(hadoop).getFileStatus(file);
    open = new Open(shard, FileStamp.of(status), PackFile.reader(status, hadoop));
    return open;
  }

  @Override
  public synchronized void close() throws IOException {
    if (open != null) {
      open.reader.close();
      open = null;
    }
  }
}
