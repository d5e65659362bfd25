package dev.pancap.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * A small text file that is replaced whole and only if it still holds what one has read: compare
 * and swap. On a local disk under a lock and by an atomic rename; on an object store by a
 * conditional upload; on HDFS by a rename after a look, where two writers in the same instant are
 * not told apart.
 */
final class SwapFile {
  private final FileSystem files;
  private final Path path;
  private final Configuration hadoop;

  private SwapFile(FileSystem files, Path path, Configuration hadoop) {
    this.files = files;
    this.path = path;
    this.hadoop = hadoop;
  }

  static SwapFile of(Path path, Configuration hadoop) throws IOException {
    return new SwapFile(path.getFileSystem(hadoop), path, hadoop);
  }

  /**
   * What was read.
   *
   * @param etag the store's version of it, or null where it has none
   */
  record Content(String text, @Nullable String etag) {}

  Optional<Content> read() throws IOException {
    try (InputStream in = files.open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      boolean isTagged = ObjectStores.isObjectStore(files);
      String etag =
          isTagged && files.getFileStatus(path) instanceof EtagSource tagged
              ? tagged.getEtag()
              : null;
      return Optional.of(new Content(text, etag));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * @param expected what was read, or empty where there was no file
   * @return false if the file holds something else by now; then it is left as it is
   */
  boolean swap(Optional<Content> expected, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (files instanceof LocalFileSystem || files instanceof RawLocalFileSystem) {
      return swapLocally(expected, bytes);
    }
    return ObjectStores.isObjectStore(files)
        ? swapByUpload(expected, bytes)
        : swapByRename(expected, bytes);
  }

  /** Removes the file if it holds the text. */
  void removeIf(String text) throws IOException {
    if (read().filter(content -> content.text().equals(text)).isPresent()) {
      files.delete(path, /* recursive= */ false);
    }
  }

  private boolean swapLocally(Optional<Content> expected, byte[] bytes) throws IOException {
    java.nio.file.Path target =
        java.nio.file.Path.of(
            Path.getPathWithoutSchemeAndAuthority(
                    path.makeQualified(files.getUri(), files.getWorkingDirectory()))
                .toString());
    java.nio.file.Path folder = Objects.requireNonNull(target.getParent());
    Files.createDirectories(folder);
    java.nio.file.Path lock = folder.resolve("." + target.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid() || !textOf(target).equals(expected.map(Content::text))) {
        return false;
      }
      java.nio.file.Path fresh =
          folder.resolve("." + target.getFileName() + "-" + UUID.randomUUID());
      Files.write(fresh, bytes);
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return true;
    }
  }

  private static Optional<String> textOf(java.nio.file.Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean swapByUpload(Optional<Content> expected, byte[] bytes) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files.createFile(path).overwrite(true).recursive();
    if (expected.isEmpty()) {
      builder.opt("fs.option.create.conditional.overwrite", true);
    } else if (expected.get().etag() != null) {
      builder.opt("fs.option.create.conditional.overwrite.etag", expected.get().etag());
    }
    try (OutputStream to = builder.build()) {
      to.write(bytes);
    } catch (FileAlreadyExistsException | PathIOException e) {
      // 412: somebody else was first. What else went wrong shows when the file is read again.
      if (read().map(Content::text).equals(expected.map(Content::text))) {
        throw e;
      }
      return false;
    }
    return true;
  }

  private boolean swapByRename(Optional<Content> expected, byte[] bytes) throws IOException {
    if (!read().map(Content::text).equals(expected.map(Content::text))) {
      return false;
    }
    Path fresh = new Path(path.getParent(), "." + path.getName() + "-" + UUID.randomUUID());
    try (OutputStream to = files.create(fresh, /* overwrite= */ false)) {
      to.write(bytes);
    }
    FileContext.getFileContext(path.toUri(), hadoop).rename(fresh, path, Options.Rename.OVERWRITE);
    return true;
  }
}
