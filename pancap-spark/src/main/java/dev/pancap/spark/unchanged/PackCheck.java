package dev.pancap.spark.unchanged;

import dev.pancap.config.RunConfig;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.store.pack.PackFile;
import dev.pancap.store.pack.PackFolder;
import dev.pancap.store.pack.PackManifest;
import dev.pancap.store.pack.PackedFile;
import dev.pancap.store.pack.PackedImage;
import dev.pancap.store.seen.FileStamp;
import dev.pancap.store.seen.SeenFile;
import dev.pancap.store.seen.SeenImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Looks whether the packed files of images are as they were seen, a shard a turn. By stamp: the
 * shard's time and ETag decide, and none of it is read. By content: the sums in its rows decide,
 * which are read without the contents.
 */
final class PackCheck {
  private PackCheck() {}

  /**
   * A turn a shard, and one for the images of which no file was wanted.
   *
   * @param images as they were seen, packed or not
   */
  static List<FileCheck.Turn> turns(
      List<SeenImage> images, String pack, RunConfig.Fingerprint fingerprint, Configuration hadoop)
      throws IOException {
    PackFolder folder = PackFolder.of(pack, hadoop);
    List<FileCheck.Turn> turns = new ArrayList<>();
    turns.add(() -> images.stream().filter(image -> image.files().isEmpty()).toList());
    PackManifest manifest = folder.manifest();
    for (PackManifest.Shard shard : manifest.shards()) {
      List<SeenImage> inShard =
          images.stream()
              .filter(image -> !image.files().isEmpty() && shard.spans(image.imageId()))
              .toList();
      Path file = folder.path(shard.path());
      FileSystem files = file.getFileSystem(hadoop);
      turns.add(
          () -> {
            FileStatus status = files.getFileStatus(file);
            return fingerprint == RunConfig.Fingerprint.STAT
                ? byStamp(inShard, FileStamp.of(status))
                : byContent(
                    inShard, new Rows(manifest, FileStamp.of(status), facts(status, hadoop)));
          });
    }
    return turns;
  }

  private static List<SeenImage> byStamp(List<SeenImage> images, FileStamp shard) {
    return images.stream()
        .filter(
            image ->
                image.files().stream()
                    .allMatch(file -> file.stamp().matches(in(shard, file.stamp().length()))))
        .toList();
  }

  /** As the stamp of a file in a shard is taken when it is read. */
  private static FileStamp in(FileStamp shard, long length) {
    return new FileStamp(length, shard.modifiedMillis(), shard.etag());
  }

  /** The rows of a shard without their contents, by image id. */
  private record Rows(PackManifest manifest, FileStamp shard, Map<Long, PackedImage> byId) {
    boolean has(SeenImage image) {
      PackedImage row = byId.get(image.imageId());
      return row != null
          && image.files().stream()
              .allMatch(
                  file ->
                      is(manifest.images(), row.picture(), file)
                          || is(manifest.masks(), row.mask(), file));
    }

    private boolean is(String folder, PackedFile packed, SeenFile file) {
      return ImageFolders.resolve(folder, packed.name()).equals(file.path())
          && packed.length() == file.stamp().length()
          && packed.sha256().equals(file.sha256())
          // What could not be read has no sum, and may be readable in another shard.
          && (packed.fault() == null || file.stamp().matches(in(shard, packed.length())));
    }
  }

  private static Map<Long, PackedImage> facts(FileStatus shard, Configuration hadoop)
      throws IOException {
    Map<Long, PackedImage> byId = new HashMap<>();
    PackFile.facts(shard, hadoop).forEach(row -> byId.put(row.imageId(), row));
    return byId;
  }

  private static List<SeenImage> byContent(List<SeenImage> images, Rows rows) {
    return images.stream()
        .filter(rows::has)
        .map(
            image ->
                new SeenImage(
                    image.imageId(),
                    image.annotation(),
                    image.files().stream()
                        .map(
                            file ->
                                new SeenFile(
                                    file.path(),
                                    in(rows.shard, file.stamp().length()),
                                    file.sha256()))
                        .toList()))
        .toList();
  }
}
