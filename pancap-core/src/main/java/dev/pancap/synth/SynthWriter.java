package dev.pancap.synth;

import dev.pancap.config.ConfigException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Writes synthetic scenes as COCO ships panoptic data: {@code images/000000000001.jpg …}, {@code
 * panoptic/000000000001.png …} and {@code panoptic.json}. The same settings give the same files
 * whatever the number of threads. {@code panoptic.json} appears last: where it is, all is there.
 */
public final class SynthWriter {
  private static final int SCENES_AHEAD_A_THREAD = 4;

  private final SynthSettings settings;
  private final Path out;

  /**
   * @param out the folder to write to; made if it is not there
   */
  public SynthWriter(SynthSettings settings, Path out) {
    this.settings = settings;
    this.out = out;
  }

  /** What was written. */
  public record Written(int images, long segments, long imageBytes, long maskBytes) {}

  /** What is kept of a scene that is on disk: not its pixels. */
  private record Stored(
      long imageId, List<SyntheticSegment> segments, long imageBytes, long maskBytes) {}

  /**
   * @param progress told how many scenes are done after each one, on the calling thread
   * @throws ConfigException if the folder is not empty or cannot be made
   * @throws IOException if a file cannot be written, or the thread was interrupted
   */
  public Written write(IntConsumer progress) throws IOException {
    makeFolders();
    Path unfinished = out.resolve("panoptic.json.unfinished");
    ExecutorService threads = Executors.newFixedThreadPool(settings.threads());
    Written written;
    try (CocoJsonWriter json =
        new CocoJsonWriter(
            new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16), settings)) {
      written = writeScenes(threads, json, progress);
      json.finish();
    } finally {
      threads.shutdownNow();
    }
    Files.move(unfinished, out.resolve("panoptic.json"), StandardCopyOption.ATOMIC_MOVE);
    return written;
  }

  private Written writeScenes(ExecutorService threads, CocoJsonWriter json, IntConsumer progress)
      throws IOException {
    SceneGenerator generator =
        new SceneGenerator(settings.seed(), settings.width(), settings.height());
    Deque<Future<Stored>> ahead = new ArrayDeque<>();
    int submitted = 0;
    long segments = 0;
    long imageBytes = 0;
    long maskBytes = 0;
    for (int done = 0; done < settings.images(); done++) {
      while (submitted < settings.images()
          && ahead.size() < SCENES_AHEAD_A_THREAD * settings.threads()) {
        int index = submitted++;
        ahead.add(threads.submit(() -> store(generator.scene(index))));
      }
      Stored stored = await(ahead.remove());
      json.annotate(stored.imageId(), stored.segments());
      segments += stored.segments().size();
      imageBytes += stored.imageBytes();
      maskBytes += stored.maskBytes();
      progress.accept(done + 1);
    }
    return new Written(settings.images(), segments, imageBytes, maskBytes);
  }

  private Stored store(SyntheticScene scene) throws IOException {
    byte[] jpeg = scene.jpeg();
    byte[] png = scene.maskPng();
    Files.write(out.resolve("images").resolve(scene.fileName()), jpeg);
    Files.write(out.resolve("panoptic").resolve(scene.maskFileName()), png);
    return new Stored(scene.imageId(), scene.segments(), jpeg.length, png.length);
  }

  private static Stored await(Future<Stored> scene) throws IOException {
    try {
      return scene.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while scenes were drawn");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("A scene could not be drawn", e.getCause());
    }
  }

  private void makeFolders() {
    try {
      Files.createDirectories(out);
      try (Stream<Path> files = Files.list(out)) {
        ConfigException.check(
            files.findAny().isEmpty(),
            "--out %s is not empty: name a new folder, or empty this one",
            out);
      }
      Files.createDirectories(out.resolve("images"));
      Files.createDirectories(out.resolve("panoptic"));
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigException("--out %s cannot be written to: %s".formatted(out, e), e);
    }
  }
}
