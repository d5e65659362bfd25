package dev.pancap.spark.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigReader;
import dev.pancap.config.PancapConfig;
import dev.pancap.eval.statistics.ReleaseStatistics;
import dev.pancap.export.Croissant;
import dev.pancap.export.OpenRelease;
import dev.pancap.quarantine.Rejection;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.RunFailedException;
import dev.pancap.spark.Versions;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.stage.ImageOutcome;
import dev.pancap.spark.unchanged.CodeVersion;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Stage: makes a release of the published outcomes. It is written, read back, counted and summed,
 * and only then does {@code CURRENT} name it. If the rows are those of the current release, that
 * one stays.
 */
public final class PublishRelease {
  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final JsonMapper JSON_LINE =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final ObjectWriter JSON = JSON_LINE.writerWithDefaultPrettyPrinter();

  private final SparkSession spark;
  private final PancapConfig config;
  private final Target target;
  private final Clock clock;

  /**
   * Where a release goes and what it is made of.
   *
   * @param outputDir the {@code --out} folder
   * @param split the name of the split
   * @param pictures where the pictures are whose bytes go into it, or null where they do not
   */
  public record Target(
      String outputDir, String runId, String split, @Nullable ImageFolders pictures) {
    boolean embedImages() {
      return pictures != null;
    }
  }

  /**
   * A complete release.
   *
   * @param path of the release
   * @param changed whether it is a new one; otherwise it is the current one
   */
  public record Published(
      String version, String path, long rows, boolean changed, ReleaseStatistics statistics) {}

  public PublishRelease(SparkSession spark, PancapConfig config, Target target, Clock clock) {
    this.spark = spark;
    this.config = config;
    this.target = target;
    this.clock = clock;
  }

  /**
   * Writes a release and completes it; readers do not see it before {@link #makeCurrent}.
   *
   * @throws RunFailedException if there is nothing to publish
   */
  public Published write(Dataset<ImageOutcome> outcomes) throws IOException {
    Configuration hadoop = HadoopSettings.of(spark).configuration();
    ReleaseFolder folder = ReleaseFolder.open(target.outputDir(), hadoop);
    FileLayout layout = FileLayout.of(outcomes, rowsPerFile(), target.split());
    ReleaseState state = ReleaseState.of(outcomes, layout);
    String hash = state.content().hex(layoutKey());
    Optional<OpenRelease> current = current(folder);
    if (current.isPresent() && current.get().manifest().contentHash().equals(hash)) {
      ReleaseManifest manifest = current.get().manifest();
      return new Published(
          manifest.version(), current.get().root(), manifest.rows(), false, state.statistics());
    }
    if (layout.files() == 0) {
      throw new RunFailedException("No image could be published; nothing is released");
    }
    String version = newVersion(folder);
    Path release = folder.path(version);
    ReleaseFiles writer = new ReleaseFiles(spark, writer(release, layout), keys(state));
    List<ReleaseFiles.Written> written = writer.write(outcomes, current);
    writeQuarantine(outcomes, release);
    describe(folder, version, state);
    List<ReleaseManifest.DataFile> files =
        written.stream().map(ReleaseFiles.Written::data).toList();
    long rows = files.stream().mapToLong(ReleaseManifest.DataFile::rows).sum();
    ReleaseManifest manifest =
        new ReleaseManifest(
            version,
            clock.instant().toString(),
            hash,
            target.runId(),
            rows,
            files,
            writer.contents(written),
            ReleaseFile.schema(),
            ConfigReader.write(config),
            Map.of(
                "pancap", Versions.pancap(),
                "spark", Versions.spark(),
                "java", Runtime.version().toString()));
    folder.write(release, "croissant.json", Croissant.of(manifest));
    folder.complete(manifest);
    return new Published(version, release.toString(), rows, true, state.statistics());
  }

  /** Has readers take the release from here on. */
  public void makeCurrent(Published published) throws IOException {
    if (published.changed()) {
      ReleaseFolder.open(target.outputDir(), HadoopSettings.of(spark).configuration())
          .makeCurrent(published.version());
    }
  }

  /** The first free name of this second or the next ones; names sort by time. */
  private String newVersion(ReleaseFolder folder) throws IOException {
    Instant second = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Configuration hadoop = HadoopSettings.of(spark).configuration();
    while (true) {
      String version = VERSION.format(second);
      Path path = folder.path(version);
      if (!path.getFileSystem(hadoop).exists(path)) {
        return version;
      }
      second = second.plusSeconds(1);
    }
  }

  /** What besides the rows decides the bytes of a release. */
  private String layoutKey() {
    return "%s embed=%s rows=%d".formatted(target.split(), target.embedImages(), rowsPerFile());
  }

  private int rowsPerFile() {
    return target.embedImages()
        ? config.release().rowsPerFileWithImages()
        : config.release().rowsPerFile();
  }

  /** What identifies each file: its rows, what else decides its bytes, and the code that writes. */
  private List<String> keys(ReleaseState state) {
    String written = "%s code=%s".formatted(layoutKey(), CodeVersion.key());
    return state.files().stream().map(content -> content.hex(written)).toList();
  }

  private static Optional<OpenRelease> current(ReleaseFolder folder) throws IOException {
    Optional<String> version = folder.current();
    if (version.isEmpty()) {
      return Optional.empty();
    }
    String root = folder.path(version.get()).toString();
    return folder.manifest(version.get()).map(manifest -> new OpenRelease(root, manifest));
  }

  private WriteFiles writer(Path release, FileLayout layout) {
    return new WriteFiles(
        release.toString(), layout, target.pictures(), config.limits(), HadoopSettings.of(spark));
  }

  private void describe(ReleaseFolder folder, String version, ReleaseState state)
      throws IOException {
    Path release = folder.path(version);
    folder.write(release, "README.md", DatasetCard.of(version, target.split(), state.statistics()));
    folder.write(release, "statistics.json", JSON.writeValueAsString(state.statistics()) + "\n");
  }

  /** Rejections by image id: one file of JSON lines for people, Parquet for queries. */
  private void writeQuarantine(Dataset<ImageOutcome> outcomes, Path release) throws IOException {
    Path folder = new Path(release, "quarantine");
    Dataset<Rejection> rejections =
        outcomes
            .filter(functions.col("rejection").isNotNull())
            .select("rejection.*")
            .as(RecordEncoders.of(Rejection.class))
            .sort("imageId", "fileName")
            .coalesce(1);
    rejections
        .toDF("image_id", "file_name", "stage", "reason", "detail")
        .write()
        .parquet(new Path(folder, "parquet").toString());
    Path lines = new Path(folder, "quarantine.jsonl");
    try (OutputStream out =
        lines.getFileSystem(HadoopSettings.of(spark).configuration()).create(lines, false)) {
      for (Iterator<Rejection> rows = rejections.toLocalIterator(); rows.hasNext(); ) {
        out.write((line(rows.next()) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String line(Rejection rejection) {
    try {
      return JSON_LINE.writeValueAsString(rejection);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A rejection is a record of plain values", e);
    }
  }
}
