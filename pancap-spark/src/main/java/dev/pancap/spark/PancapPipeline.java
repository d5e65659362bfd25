package dev.pancap.spark;

import dev.pancap.config.ConfigException;
import dev.pancap.config.RunConfig;
import dev.pancap.edit.EditRecord;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.journal.StoredAnswers;
import dev.pancap.spark.release.PublishRelease;
import dev.pancap.spark.release.ReleaseGates;
import dev.pancap.spark.report.ReleaseReport;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.source.ImageSource;
import dev.pancap.spark.stage.CaptionImages;
import dev.pancap.spark.stage.ImageOutcome;
import dev.pancap.spark.stage.RouteByImage;
import dev.pancap.spark.stage.RoutedImage;
import dev.pancap.store.EditLog;
import dev.pancap.store.OutputInUseException;
import dev.pancap.store.OutputLease;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the stages in order. Read this first: every stage is one line in {@link #run} and one class.
 *
 * <p>There is no resuming: every answer that a model gave is in the journal under a key of what was
 * asked, so running again asks what is missing and nothing else.
 */
public final class PancapPipeline {
  private static final Logger log = LoggerFactory.getLogger(PancapPipeline.class);

  private final SparkSession spark;
  private final BuildRequest request;
  private final RunFolder run;
  private final RunProgress progress;
  private final Clock clock;

  PancapPipeline(SparkSession spark, BuildRequest request, RunProgress progress, Clock clock) {
    this.spark = spark;
    this.request = request;
    this.run = RunFolder.next(request.outputDir(), clock);
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * @throws ConfigException if the input cannot be used; no Spark job has run then
   * @throws RunFailedException if another run writes into the same folder, too many images fell out
   *     or none could be published
   */
  BuildSummary run() throws IOException {
    try (OutputLease lease = lease()) {
      return run(lease);
    }
  }

  private BuildSummary run(OutputLease lease) throws IOException {
    Instant started = clock.instant();
    ImageSource.Pieces source = request.source().open(run.path());
    StoredAnswers answers = new StoredAnswers(spark, request.outputDir(), run.path());
    long in = count(source.pieces());
    divide(in);

    Dataset<ImagePiece> pieces = source.pieces().union(answers.read()).union(edits());
    Dataset<RoutedImage> images = new RouteByImage(source.folders()).apply(pieces);
    Dataset<ImageOutcome> captioned =
        new CaptionImages(settings(source), progress.counters()).apply(images);
    Dataset<ImageOutcome> outcomes =
        new RunTables(spark, run.path()).store("outcomes", captioned, ImageOutcome.class);
    progress.next("counting and publishing");
    OutcomeCounts counts = OutcomeCounts.of(outcomes);
    counts.check(in);
    refuse(counts);
    PublishRelease publisher = publisher();
    PublishRelease.Published published = publisher.write(outcomes);
    counts.checkPublished(published.rows());
    if (published.changed()) {
      admit(published);
    }
    lease.check();
    publisher.makeCurrent(published);
    ReleaseReport.write(
        published.path(),
        run.path() + "/report",
        HadoopSettings.of(spark).configuration(),
        request.config().limits());

    double seconds = Duration.between(started, clock.instant()).toMillis() / 1000.0;
    BuildSummary summary =
        BuildSummary.of(counts, published, seconds, answers.damage(), run.path());
    run.write(HadoopSettings.of(spark), request, counts, summary);
    return summary;
  }

  private OutputLease lease() throws IOException {
    OutputLease.Holder holder =
        OutputLease.Holder.thisProcess(
            "build " + run.id(),
            InetAddress.getLocalHost().getHostName(),
            clock.instant().toString());
    try {
      return OutputLease.acquire(
          request.outputDir(),
          HadoopSettings.of(spark).configuration(),
          holder,
          OutputLease.Timing.DEFAULT);
    } catch (OutputInUseException e) {
      throw new RunFailedException(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException("Interrupted while another run was watched");
    }
  }

  /** Images of the source: pictures, annotations and rejections by distinct id. */
  private long count(Dataset<ImagePiece> pieces) {
    long images = pieces.select("imageId").distinct().count();
    progress.expect(images);
    return images;
  }

  /** Enough tasks for every core, and none that loses too much when it dies. */
  private void divide(long images) {
    int cores = spark.sparkContext().defaultParallelism();
    long tasks = Math.max(2L * cores, images / request.config().run().imagesPerTask());
    spark.conf().set("spark.sql.shuffle.partitions", Math.min(tasks, 100_000));
  }

  private Dataset<ImagePiece> edits() throws IOException {
    List<EditRecord> edits =
        EditLog.open(request.outputDir(), HadoopSettings.of(spark).configuration())
            .read(line -> log.warn("An edit is left out: {}", line));
    return spark.createDataset(
        edits.stream().map(ImagePiece::of).toList(), RecordEncoders.of(ImagePiece.class));
  }

  private CaptionImages.Settings settings(ImageSource.Pieces source) {
    return new CaptionImages.Settings(
        request.config(),
        request.prompts(),
        source.categories(),
        request.outputDir(),
        run.id(),
        HadoopSettings.of(spark));
  }

  private void refuse(OutcomeCounts counts) {
    RunConfig limits = request.config().run();
    Path tables = new Path(run.path(), "outcomes");
    if (!counts.stopped().isEmpty()) {
      throw new RunFailedException(
          "The model cannot be asked: %s. %d images are deferred; what was answered is kept. Outcomes: %s"
              .formatted(counts.stopped(), counts.deferred(), tables));
    }
    if (counts.quarantined() > limits.maxQuarantinedShare() * counts.images()) {
      throw new RunFailedException(
          "%d of %d images are quarantined, more than run.max-quarantined-share %s allows: %s. Outcomes: %s"
              .formatted(
                  counts.quarantined(),
                  counts.images(),
                  limits.maxQuarantinedShare(),
                  counts.quarantinedBy(),
                  tables));
    }
  }

  private void admit(PublishRelease.Published published) {
    new ReleaseGates(request.config().gates())
        .refusal(published.statistics())
        .ifPresent(
            why -> {
              throw new RunFailedException(
                  "Release %s is refused: %s. It stays for inspection under %s; CURRENT has not moved. To take it all the same: pancap releases --out %s promote %s"
                      .formatted(
                          published.version(),
                          why,
                          published.path(),
                          request.outputDir(),
                          published.version()));
            });
  }

  private PublishRelease publisher() {
    PublishRelease.Target target =
        new PublishRelease.Target(
            request.outputDir(), run.id(), request.split(), request.embedImages());
    return new PublishRelease(spark, request.config(), target, clock);
  }
}
