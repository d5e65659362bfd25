package dev.pancap.spark.unchanged;

import dev.pancap.config.RunConfig;
import dev.pancap.panoptic.Sha256;
import dev.pancap.store.seen.FileStamp;
import dev.pancap.store.seen.SeenFile;
import dev.pancap.store.seen.SeenImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Looks whether files are as they were seen: each by its name, none by listing a folder, many
 * together. Of packed files only what their pack says of them is read.
 */
final class FileCheck {
  private static final int IMAGES_A_TURN = 256;

  private final RunConfig settings;
  private final Configuration hadoop;

  FileCheck(RunConfig settings, Configuration hadoop) {
    this.settings = settings;
    this.hadoop = hadoop;
  }

  /**
   * Those of the images whose files are all unchanged, with stamps as they are now, in the same
   * order.
   *
   * @throws IOException if a file system cannot say
   */
  List<SeenImage> unchanged(List<SeenImage> images) throws IOException {
    List<Turn> turns = new ArrayList<>();
    for (int from = 0; from < images.size(); from += IMAGES_A_TURN) {
      List<SeenImage> turn = images.subList(from, Math.min(images.size(), from + IMAGES_A_TURN));
      turns.add(() -> turn(turn));
    }
    return together(turns);
  }

  /**
   * As {@link #unchanged(List)}, of images whose files are in a pack; in any order.
   *
   * @param pack its folder
   * @throws dev.pancap.config.ConfigException if it is no complete pack
   */
  List<SeenImage> unchanged(List<SeenImage> images, String pack) throws IOException {
    return together(PackCheck.turns(images, pack, settings.fingerprint(), hadoop));
  }

  /** Some images that are looked at by one thread, one after the other. */
  interface Turn {
    List<SeenImage> unchanged() throws IOException;
  }

  private List<SeenImage> together(List<Turn> all) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            settings.fingerprintThreads(),
            work -> {
              Thread thread = new Thread(work, "pancap-fingerprint");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<List<SeenImage>>> turns = new ArrayList<>();
      all.forEach(turn -> turns.add(threads.submit(turn::unchanged)));
      List<SeenImage> unchanged = new ArrayList<>();
      for (Future<List<SeenImage>> turn : turns) {
        unchanged.addAll(turn.get());
      }
      return unchanged;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException fault) {
        throw fault;
      }
      throw new IllegalStateException("Files cannot be compared", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while files were compared", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<SeenImage> turn(List<SeenImage> images) throws IOException {
    List<SeenImage> unchanged = new ArrayList<>();
    for (SeenImage image : images) {
      List<SeenFile> now = new ArrayList<>(image.files().size());
      for (SeenFile file : image.files()) {
        Optional<SeenFile> same = same(file);
        if (same.isEmpty()) {
          break;
        }
        now.add(same.get());
      }
      if (now.size() == image.files().size()) {
        unchanged.add(new SeenImage(image.imageId(), image.annotation(), now));
      }
    }
    return unchanged;
  }

  /** The file as it is now, if that is as it was seen. */
  Optional<SeenFile> same(SeenFile before) throws IOException {
    Path path = new Path(before.path());
    FileStamp now = FileStamp.of(path.getFileSystem(hadoop), path);
    boolean byStamp =
        settings.fingerprint() == RunConfig.Fingerprint.STAT || before.sha256().isEmpty();
    boolean same =
        byStamp
            ? before.stamp().matches(now)
            : before.stamp().length() == now.length() && before.sha256().equals(sha256(path));
    return same ? Optional.of(new SeenFile(before.path(), now, before.sha256())) : Optional.empty();
  }

  /** A file that was never seen, as it is now; read only if its content is what counts. */
  SeenFile look(String name) {
    try {
      Path path = new Path(name);
      FileStamp stamp = FileStamp.of(path.getFileSystem(hadoop), path);
      boolean reads =
          settings.fingerprint() == RunConfig.Fingerprint.CONTENT && stamp.length() >= 0;
      return new SeenFile(name, stamp, reads ? sha256(path) : "");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + name, e);
    }
  }

  private String sha256(Path path) throws IOException {
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return Sha256.of(in);
    }
  }
}
