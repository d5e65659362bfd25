package dev.pancap.spark.unchanged;

import dev.pancap.config.ConfigException;
import dev.pancap.edit.EditRecord;
import dev.pancap.model.TokenUsage;
import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.BuildSummary;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.source.StoreTrouble;
import dev.pancap.store.EditLog;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.seen.FileStamp;
import dev.pancap.store.seen.SeenFile;
import dev.pancap.store.seen.SeenImage;
import dev.pancap.store.seen.SeenLog;
import dev.pancap.store.seen.SeenRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The input of a build beside what the last finished run saw of it, found out without Spark: which
 * images need not be looked at again, and whether anything has to be done at all.
 *
 * <p>An image is unchanged if the settings that decide about rows, its annotation, its edits and
 * each of its files are as they were. Its outcome is then taken over: it is neither decoded nor
 * described again.
 */
public final class InputComparison {
  private final BuildRequest request;
  private final HadoopSettings hadoop;
  private final SettingsKeys keys;
  private final List<SeenFile> source;
  private final Map<String, FileStamp> edits;
  private final @Nullable SeenRun last;
  private final Map<Long, SeenImage> unchanged;

  private InputComparison(
      BuildRequest request, HadoopSettings hadoop, SettingsKeys keys, Found found) {
    this.request = request;
    this.hadoop = hadoop;
    this.keys = keys;
    this.source = found.source;
    this.edits = found.edits;
    this.last = found.last;
    this.unchanged = found.unchanged;
  }

  private record Found(
      List<SeenFile> source,
      Map<String, FileStamp> edits,
      @Nullable SeenRun last,
      Map<Long, SeenImage> unchanged) {}

  /**
   * Compares. Empty if the source has no list of its images, so that each run has to look itself.
   *
   * @throws ConfigException if the folder of the output cannot be read
   * @throws IOException if a file system cannot say
   */
  public static Optional<InputComparison> of(BuildRequest request, HadoopSettings hadoop)
      throws IOException {
    Configuration configuration = hadoop.configuration();
    Optional<List<String>> listing = request.source().listing(configuration);
    if (listing.isEmpty()) {
      return Optional.empty();
    }
    FileCheck check = new FileCheck(request.config().run(), configuration);
    SeenLog log = SeenLog.open(request.outputDir(), configuration);
    SettingsKeys keys = SettingsKeys.of(request);
    Map<String, FileStamp> edits = edits(log, request.outputDir());
    // Before anything is read: what changes from here on, the next run sees.
    List<SeenFile> source = listing.get().stream().map(check::look).toList();
    SeenRun last = log.last().filter(run -> run.rowsKey().equals(keys.rows())).orElse(null);
    Map<Long, SeenImage> unchanged = Map.of();
    if (last != null && hasOutcomes(request, last, configuration)) {
      Optional<Set<Long>> edited = edited(request, last, edits, configuration);
      if (edited.isPresent()) {
        SeenRun seen = last;
        FileCheck.Images images = each -> log.images(seen, each);
        Optional<String> pack = request.source().pack();
        Optional<List<SeenImage>> same =
            pack.isPresent() ? check.unchanged(images, pack.get()) : check.unchanged(images);
        unchanged = same.map(found -> byId(found, edited.get())).orElse(Map.of());
      }
    }
    return Optional.of(
        new InputComparison(request, hadoop, keys, new Found(source, edits, last, unchanged)));
  }

  /**
   * The first look at the folder.
   *
   * @throws ConfigException if the folder cannot be used
   */
  private static Map<String, FileStamp> edits(SeenLog log, String outputDir) {
    try {
      return log.stamps("edits");
    } catch (IOException e) {
      throw new ConfigException(
          "--out %s cannot be read: %s".formatted(outputDir, StoreTrouble.of(outputDir, e)), e);
    }
  }

  private static boolean hasOutcomes(
      BuildRequest request, SeenRun last, Configuration configuration) throws IOException {
    Path outcomes = outcomes(request, last);
    return outcomes.getFileSystem(configuration).exists(outcomes);
  }

  private static Path outcomes(BuildRequest request, SeenRun run) {
    return new Path(request.outputDir(), "runs/" + run.run() + "/outcomes");
  }

  /** Images that people have edited since, or empty if an edit is gone. */
  private static Optional<Set<Long>> edited(
      BuildRequest request, SeenRun last, Map<String, FileStamp> now, Configuration configuration)
      throws IOException {
    for (Map.Entry<String, FileStamp> before : last.edits().entrySet()) {
      FileStamp file = now.get(before.getKey());
      if (file == null || !file.matches(before.getValue())) {
        return Optional.empty();
      }
    }
    Set<String> fresh = new TreeSet<>(now.keySet());
    fresh.removeAll(last.edits().keySet());
    Set<Long> images = new HashSet<>();
    for (EditRecord edit :
        EditLog.open(request.outputDir(), configuration).read(fresh::contains, line -> {})) {
      images.add(edit.imageId());
    }
    return Optional.of(images);
  }

  private static Map<Long, SeenImage> byId(List<SeenImage> images, Set<Long> without) {
    Map<Long, SeenImage> byId = new java.util.HashMap<>(images.size() * 2);
    for (SeenImage image : images) {
      if (!without.contains(image.imageId())) {
        byId.put(image.imageId(), image);
      }
    }
    return byId;
  }

  /**
   * The summary of a build that has nothing to do, or empty if there is something: an image that is
   * new, gone, changed or deferred, an answer that is missing, other gates, another current
   * release.
   *
   * @throws IOException if the file system fails
   */
  public Optional<BuildSummary> nothingToDo(double seconds) throws IOException {
    SeenRun run = last;
    if (run == null
        || run.deferred() > 0
        || unchanged.size() != run.images()
        || !run.releaseKey().equals(keys.release())
        || !sourceIsUnchanged(run)) {
      return Optional.empty();
    }
    Configuration configuration = hadoop.configuration();
    SeenLog log = SeenLog.open(request.outputDir(), configuration);
    ReleaseFolder releases = ReleaseFolder.open(request.outputDir(), configuration);
    if (!log.stamps("journal").equals(run.journal())
        || !releases.current().equals(Optional.of(run.release()))
        || !releases.isComplete(run.release())) {
      return Optional.empty();
    }
    return Optional.of(
        new BuildSummary(
            run.release(),
            releases.path(run.release()).toString(),
            false,
            run.images(),
            run.published(),
            run.quarantined(),
            0,
            0,
            run.answers(),
            TokenUsage.NONE,
            null,
            seconds,
            run.quarantinedBy(),
            run.flags(),
            List.of(),
            new Path(request.outputDir(), "runs/" + run.run()).toString(),
            ""));
  }

  private boolean sourceIsUnchanged(SeenRun run) {
    if (run.source().size() != source.size()) {
      return false;
    }
    for (int i = 0; i < source.size(); i++) {
      SeenFile before = run.source().get(i);
      SeenFile now = source.get(i);
      boolean same =
          before.sha256().isEmpty() || now.sha256().isEmpty()
              ? before.stamp().matches(now.stamp())
              : before.sha256().equals(now.sha256());
      if (!same || !before.path().equals(now.path())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Images whose outcome is taken over.
   *
   * @param annotations what the source says of each image, see {@link
   *     dev.pancap.spark.source.ImageSource.Pieces}; empty where only its files tell
   */
  public KnownImages known(Map<Long, Long> annotations) {
    SeenRun run = last;
    if (run == null || (annotations.isEmpty() && !sourceIsUnchanged(run))) {
      return KnownImages.NONE;
    }
    List<Long> ids = new ArrayList<>();
    for (SeenImage image : unchanged.values()) {
      Long now = annotations.get(image.imageId());
      if (annotations.isEmpty() || (now != null && now == image.annotation())) {
        ids.add(image.imageId());
      }
    }
    long[] sorted = ids.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new KnownImages(outcomes(request, run).toString(), sorted);
  }

  /** What an unchanged image was made of. */
  public @Nullable SeenImage seen(long imageId) {
    return unchanged.get(imageId);
  }

  /**
   * The record of a run that has ended well.
   *
   * @throws IOException if the file system fails
   */
  public SeenRun record(String runId, BuildSummary summary) throws IOException {
    SettingsKeys settings = keys;
    return new SeenRun(
        runId,
        summary.version(),
        settings.rows(),
        settings.release(),
        source,
        edits,
        SeenLog.open(request.outputDir(), hadoop.configuration()).stamps("journal"),
        summary.in(),
        summary.published(),
        summary.quarantined(),
        summary.deferred(),
        summary.requests() + summary.fromJournal(),
        summary.quarantinedBy(),
        summary.flags());
  }
}
