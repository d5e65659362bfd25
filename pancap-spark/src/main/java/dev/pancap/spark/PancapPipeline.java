package dev.pancap.spark;

import dev.pancap.config.ConfigException;
import dev.pancap.config.RunConfig;
import dev.pancap.edit.EditRecord;
import dev.pancap.model.cost.TokenPrice;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.journal.StoredAnswers;
import dev.pancap.spark.release.PublishRelease;
import dev.pancap.spark.release.ReleaseGates;
import dev.pancap.spark.report.ReleaseReport;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.source.ImageSource;
import dev.pancap.spark.stage.CaptionImages;
import dev.pancap.spark.stage.ImageOutcome;
import dev.pancap.spark.stage.KnownOutcomes;
import dev.pancap.spark.stage.RouteByImage;
import dev.pancap.spark.stage.RoutedImage;
import dev.pancap.spark.stage.SeenOutcomes;
import dev.pancap.spark.stage.TaskShares;
import dev.pancap.spark.unchanged.InputComparison;
import dev.pancap.spark.unchanged.KnownImages;
import dev.pancap.store.EditLog;
import dev.pancap.store.OutputLease;
import dev.pancap.store.seen.SeenLog;
import dev.pancap.store.seen.SeenRun;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
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
  private final Optional<InputComparison> comparison;
  private final RunFolder run;
  private final RunProgress progress;
  private final Clock clock;
  private final @Nullable TokenPrice price;

  /**
   * @param comparison of the input with what the last run saw, where the source has such
   */
  PancapPipeline(
      SparkSession spark,
      BuildRequest request,
      Optional<InputComparison> comparison,
      RunProgress progress,
      Clock clock) {
    this.spark = spark;
    this.request = request;
    this.comparison = comparison;
    this.run = RunFolder.next(request.outputDir(), clock);
    this.progress = progress;
    this.clock = clock;
    this.price = CaptionImages.Settings.price(request.config());
  }

  /**
   * @throws ConfigException if the input cannot be used; no Spark job has run then
   * @throws RunFailedException if another run writes into the same folder, too many images fell out
   *     or none could be published
   */
  BuildSummary run() throws IOException {
    try (OutputLease lease = lease()) {
      return run(lease);
    } catch (FSError e) {
      // So Hadoop calls what fails on a local disk, such as one that is full.
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private BuildSummary run(OutputLease lease) throws IOException {
    Instant started = clock.instant();
    ImageSource.Pieces source = request.source().open(spark, run.path());
    KnownImages unchanged =
        comparison.map(found -> found.known(source.annotations())).orElse(KnownImages.NONE);
    KnownOutcomes known = new KnownOutcomes(unchanged);
    StoredAnswers answers = new StoredAnswers(spark, request.outputDir(), run.path());
    if (price != null) {
      progress.showMoney(price.currency().getCurrencyCode());
    }
    TaskDivision division = TaskDivision.of(source);
    long in = division.images();
    progress.expect(in, unchanged.size());
    TaskShares shares = division.divide(spark, unchanged, request.config().run());

    Dataset<ImagePiece> pieces =
        known.leaveOut(source.pieces().union(answers.read()).union(edits()));
    Dataset<RoutedImage> images = new RouteByImage(source.folders(), shares).apply(pieces);
    Dataset<ImageOutcome> captioned =
        new CaptionImages(settings(source), progress.counters()).apply(images);
    Dataset<ImageOutcome> outcomes =
        new RunTables(spark, run.path())
            .store("outcomes", known.join(spark, captioned), ImageOutcome.class);
    progress.next("counting and publishing");
    OutcomeCounts counts = OutcomeCounts.of(outcomes);
    counts.check(in);
    BuildSummary.Facts facts =
        new BuildSummary.Facts(seconds(started), cost(counts), answers.damage(), run.path());
    BuildSummary unpublished = BuildSummary.withoutRelease(counts, facts);
    // Of a run that fails from here on, what it asked and spent is on record.
    run.write(HadoopSettings.of(spark), request, counts, unpublished);
    Optional<String> refusal = refusal(counts);
    if (refusal.isPresent()) {
      unpublished.spending().forEach(progress::say);
      throw new RunFailedException(refusal.get());
    }
    if (counts.published() == 0 && counts.overBudget() > 0) {
      return unpublished;
    }
    PublishRelease publisher = publisher(source.folders());
    PublishRelease.Published published = publisher.write(outcomes);
    counts.checkPublished(published.rows());
    ReleaseReport.write(
        published.path(),
        run.path() + "/report",
        HadoopSettings.of(spark).configuration(),
        request.config().limits());

    BuildSummary summary =
        BuildSummary.of(
            counts,
            published,
            new BuildSummary.Facts(seconds(started), facts.cost(), answers.damage(), run.path()));
    Optional<String> held = published.changed() ? heldBack(published) : Optional.empty();
    if (held.isPresent()) {
      BuildSummary refused = summary.refused(held.get());
      run.write(HadoopSettings.of(spark), request, counts, refused);
      return refused;
    }
    lease.check();
    publisher.makeCurrent(published);
    run.write(HadoopSettings.of(spark), request, counts, summary);
    remember(outcomes, source.annotations(), unchanged, summary);
    return summary;
  }

  private double seconds(Instant started) {
    return Duration.between(started, clock.instant()).toMillis() / 1000.0;
  }

  private RunSpending.@Nullable Cost cost(OutcomeCounts counts) {
    return counts.spending().cost(price).orElse(null);
  }

  /**
   * Leaves to the next run what this one has seen, so that it need not look at it again. It takes
   * the place of what the last one left, which at full size is gigabytes a night.
   */
  private void remember(
      Dataset<ImageOutcome> outcomes,
      Map<Long, Long> annotations,
      KnownImages unchanged,
      BuildSummary summary)
      throws IOException {
    if (comparison.isPresent()) {
      InputComparison before = comparison.get();
      Configuration hadoop = HadoopSettings.of(spark).configuration();
      SeenLog log = SeenLog.open(request.outputDir(), hadoop);
      Optional<SeenRun> replaced = log.last();
      log.write(
          before.record(run.id(), summary),
          SeenOutcomes.images(outcomes, annotations, unchanged, before));
      if (replaced.isPresent()) {
        // All that the next run takes over is this run's by now.
        RunFolder.of(request.outputDir(), replaced.get().run()).removeTables(hadoop);
      }
    }
  }

  private OutputLease lease() throws IOException {
    return RunLease.acquire(
        "build " + run.id(), request.outputDir(), HadoopSettings.of(spark), clock);
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
        source.folders(),
        request.outputDir(),
        run.id(),
        price,
        HadoopSettings.of(spark));
  }

  /** Why nothing is to be released, in a sentence. */
  private Optional<String> refusal(OutcomeCounts counts) {
    RunConfig limits = request.config().run();
    Path tables = new Path(run.path(), "outcomes");
    if (!counts.stopped().isEmpty()) {
      return Optional.of(
          "The model cannot be asked: %s. %d images are deferred; what was answered is kept. Outcomes: %s"
              .formatted(counts.stopped(), counts.deferred(), tables));
    }
    if (counts.quarantined() > limits.maxQuarantinedShare() * counts.images()) {
      return Optional.of(
          "%d of %d images are quarantined, more than run.max-quarantined-share %s allows: %s. Outcomes: %s"
              .formatted(
                  counts.quarantined(),
                  counts.images(),
                  limits.maxQuarantinedShare(),
                  counts.quarantinedBy(),
                  tables));
    }
    if (counts.published() == 0 && counts.overBudget() == 0) {
      return Optional.of(
          "No image could be published; nothing is released: %d are quarantined %s, %d deferred; what was answered is kept. Outcomes: %s"
              .formatted(counts.quarantined(), counts.quarantinedBy(), counts.deferred(), tables));
    }
    return Optional.empty();
  }

  /** Why a gate holds the release back; then it stays for inspection. */
  private Optional<String> heldBack(PublishRelease.Published published) {
    return new ReleaseGates(request.config().gates())
        .refusal(published.statistics())
        .map(
            why ->
                "Release %s is refused: %s. It stays for inspection under %s; CURRENT has not moved. To take it all the same: pancap releases --out %s promote %s"
                    .formatted(
                        published.version(),
                        why,
                        published.path(),
                        request.outputDir(),
                        published.version()));
  }

  private PublishRelease publisher(ImageFolders folders) {
    PublishRelease.Target target =
        new PublishRelease.Target(
            request.outputDir(), run.id(), request.split(), request.embedImages() ? folders : null);
    return new PublishRelease(spark, request.config(), target, clock);
  }
}
