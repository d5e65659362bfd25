package dev.pancap.store.pack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.panoptic.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder with a pack in it: {@code data/*.parquet}, {@code annotations.json}, and {@code
 * pack.json}, which is written last.
 */
public final class PackFolder {
  /** The annotation file's name in a pack. */
  public static final String ANNOTATIONS = "annotations.json";

  private static final String MANIFEST = "pack.json";

  /** Where a pack keeps what it needs while it is being written. */
  private static final String UNFINISHED = "unfinished";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;
  private final Configuration hadoop;
  private final FileSystem files;

  private PackFolder(Path folder, Configuration hadoop, FileSystem files) {
    this.folder = folder;
    this.hadoop = hadoop;
    this.files = files;
  }

  /**
   * @throws IOException if the file system cannot be reached
   */
  public static PackFolder of(String folder, Configuration hadoop) throws IOException {
    Path path = new Path(folder);
    return new PackFolder(path, hadoop, path.getFileSystem(hadoop));
  }

  /** The path of one of its files. */
  public Path path(String relative) {
    return new Path(folder, relative);
  }

  /** A name for a shard, from 0. */
  public static String shard(int number, int ofAll) {
    return "data/pack-%05d-of-%05d.parquet".formatted(number, ofAll);
  }

  /**
   * Makes the folder ready to be written to; what a pack left that was cut off goes away.
   *
   * @param lease the name of the lease's file, which may lie there already
   * @return a folder in it for what is needed on the way; {@link #complete} removes it
   * @throws ConfigException if something else lies there
   */
  public Path prepare(String lease) throws IOException {
    Path unfinished = path(UNFINISHED);
    if (files.exists(unfinished) && !files.exists(path(MANIFEST))) {
      files.delete(path("data"), /* recursive= */ true);
      files.delete(path(ANNOTATIONS), /* recursive= */ false);
      files.delete(unfinished, /* recursive= */ true);
    }
    boolean isFree =
        !files.exists(folder)
            || Arrays.stream(files.listStatus(folder))
                .map(status -> status.getPath().getName())
                .allMatch(name -> name.equals(lease) || name.startsWith("."));
    ConfigException.check(
        isFree, "--out %s is not empty: name a new folder, or empty this one", folder);
    files.mkdirs(unfinished);
    // An object store has no folders, and this one has to be seen if the pack is cut off.
    try (OutputStream mark = files.create(new Path(unfinished, "mark"), /* overwrite= */ true)) {
      mark.write('\n');
    }
    return unfinished;
  }

  /**
   * Copies the annotation file.
   *
   * @throws IOException if it does not read back as it was copied
   */
  public PackManifest.Copy copyAnnotations(String from) throws IOException {
    Path source = new Path(from);
    Path target = path(ANNOTATIONS);
    try (InputStream in = source.getFileSystem(hadoop).open(source);
        OutputStream out = files.create(target, /* overwrite= */ true)) {
      in.transferTo(out);
    }
    String sum = sum(source.getFileSystem(hadoop), source);
    if (!sum.equals(sum(files, target))) {
      throw new IOException("%s differs from %s, which it was copied from".formatted(target, from));
    }
    return new PackManifest.Copy(ANNOTATIONS, files.getFileStatus(target).getLen(), sum);
  }

  /** Completes the pack: from here on it can be read. */
  public void complete(PackManifest manifest) throws IOException {
    files.delete(path(UNFINISHED), /* recursive= */ true);
    try (OutputStream to = files.create(path(MANIFEST), /* overwrite= */ true)) {
      to.write(JSON.writeValueAsBytes(manifest));
      to.write('\n');
    }
  }

  /**
   * The manifest.
   *
   * @throws ConfigException if the folder holds no complete pack, or one of a later version
   */
  public PackManifest manifest() throws IOException {
    PackManifest manifest;
    try (InputStream in = files.open(path(MANIFEST))) {
      manifest = JSON.readValue(in.readAllBytes(), PackManifest.class);
    } catch (FileNotFoundException | JsonProcessingException e) {
      throw new ConfigException(
          "--packed %s is no complete pack: it has no %s that can be read; pancap pack makes one"
              .formatted(folder, MANIFEST),
          e);
    }
    ConfigException.check(
        manifest.format() == PackManifest.FORMAT,
        "--packed %s is a pack of format %d, this pancap reads %d: pack again",
        folder,
        manifest.format(),
        PackManifest.FORMAT);
    return manifest;
  }

  /**
   * Reads a shard back, from its first byte to its last: rows counted, every content's sum compared
   * with the one in its row.
   *
   * @throws IOException if it cannot be read, or a content is not what its row says
   */
  public PackManifest.Shard readBack(String relative) throws IOException {
    FileStatus status = files.getFileStatus(path(relative));
    long rows = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (PackFile.Reader reader = PackFile.reader(status, hadoop)) {
      for (int group = 0; group < reader.groups(); group++) {
        for (PackedImage image : reader.read(group)) {
          check(relative, image.imageId(), image.picture());
          check(relative, image.imageId(), image.mask());
          rows++;
          first = Math.min(first, image.imageId());
          last = Math.max(last, image.imageId());
        }
      }
    }
    return new PackManifest.Shard(
        relative, rows, status.getLen(), sum(files, status.getPath()), first, last);
  }

  private static void check(String shard, long imageId, PackedFile file) throws IOException {
    String found = file.content() == null ? "" : Sha256.of(file.content());
    if (!found.equals(file.sha256())) {
      throw new IOException(
          "%s, image %d: %s has the SHA-256 %s, its row says %s"
              .formatted(shard, imageId, file.name(), found, file.sha256()));
    }
  }

  /** What reading everything back found that is not as it was written, a sentence each. */
  public List<String> faults() throws IOException {
    PackManifest manifest = manifest();
    List<String> faults = new ArrayList<>();
    for (PackManifest.Shard shard : manifest.shards()) {
      try {
        if (!readBack(shard.path()).equals(shard)) {
          faults.add(shard.path() + " has other bytes than were written");
        }
      } catch (FileNotFoundException e) {
        faults.add(shard.path() + " is missing");
      } catch (IOException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    if (!files.exists(path(ANNOTATIONS))
        || !sum(files, path(ANNOTATIONS)).equals(manifest.copy().sha256())) {
      faults.add(ANNOTATIONS + " is not the one that was copied");
    }
    return faults;
  }

  private static String sum(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Sha256.of(in);
    }
  }
}
