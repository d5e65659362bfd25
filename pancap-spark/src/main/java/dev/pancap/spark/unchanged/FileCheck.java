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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether files are as they were seen: each by its name, none by listing a folder, many
 * together. Of packed files only what their pack says of them is read.
 */
final class FileCheck {
  private static final int IMAGES_A_TURN = 256;

  private final RunConfig settings;
  private final Configuration hadoop;
  private final Map<Store, FileSystem> stores = new ConcurrentHashMap<>();

  /** What of a path says which file system it is of; nothing for the default one. */
  private record Store(@Nullable String scheme, @Nullable String authority) {}

  FileCheck(RunConfig settings, Configuration hadoop) {
    this.settings = settings;
    this.hadoop = hadoop;
  }

  /** Images that come one after the other. */
  interface Images {
    /**
     * @return whether all of them came
     */
    boolean each(Consumer<SeenImage> consumer) throws IOException;
  }

  /**
   * Those of the images whose files are all unchanged, with stamps as they are now, in the same
   * order; or empty if the images did not all come. The first are looked at while the others come.
   *
   * @throws IOException if a file system cannot say
   */
  Optional<List<SeenImage>> unchanged(Images images) throws IOException {
    return together(
        turns -> {
          List<SeenImage> gathered = new ArrayList<>(IMAGES_A_TURN);
          Runnable handOver =
              () -> {
                List<SeenImage> turn = List.copyOf(gathered);
                gathered.clear();
                turns.accept(() -> turn(turn));
              };
          boolean isWhole =
              images.each(
                  image -> {
                    gathered.add(image);
                    if (gathered.size() == IMAGES_A_TURN) {
                      handOver.run();
                    }
                  });
          handOver.run();
          return isWhole;
        });
  }

  /**
   * As {@link #unchanged(Images)}, of images whose files are in a pack; in any order.
   *
   * @param pack its folder
   * @throws dev.pancap.config.ConfigException if it is no complete pack
   */
  Optional<List<SeenImage>> unchanged(Images images, String pack) throws IOException {
    return together(
        turns -> {
          List<SeenImage> all = new ArrayList<>();
          boolean isWhole = images.each(all::add);
          if (isWhole) {
            PackCheck.turns(all, pack, settings.fingerprint(), hadoop).forEach(turns);
          }
          return isWhole;
        });
  }

  /** Some images that are looked at by one thread, one after the other. */
  interface Turn {
    List<SeenImage> unchanged() throws IOException;
  }

  /** Makes turns. */
  private interface Turns {
    boolean make(Consumer<Turn> turns) throws IOException;
  }

  private Optional<List<SeenImage>> together(Turns all) throws IOException {
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
      if (!all.make(turn -> turns.add(threads.submit(turn::unchanged)))) {
        return Optional.empty();
      }
      List<SeenImage> unchanged = new ArrayList<>();
      for (Future<List<SeenImage>> turn : turns) {
        unchanged.addAll(turn.get());
      }
      return Optional.of(unchanged);
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
    FileStamp now = FileStamp.of(files(path), path);
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
      FileStamp stamp = FileStamp.of(files(path), path);
      boolean reads =
          settings.fingerprint() == RunConfig.Fingerprint.CONTENT && stamp.length() >= 0;
      return new SeenFile(name, stamp, reads ? sha256(path) : "");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + name, e);
    }
  }

  /** Hadoop, asked, reads its settings anew for every file. */
  private FileSystem files(Path path) throws IOException {
    Store store = new Store(path.toUri().getScheme(), path.toUri().getAuthority());
    FileSystem known = stores.get(store);
    if (known == null) {
      known = path.getFileSystem(hadoop);
      stores.put(store, known);
    }
    return known;
  }

  private String sha256(Path path) throws IOException {
    try (InputStream in = files(path).open(path)) {
      return Sha256.of(in);
    }
  }
}
