package dev.pancap.spark;

import dev.pancap.config.ModelConfig;
import dev.pancap.edit.EditRecord;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.journal.StoredAnswers;
import dev.pancap.spark.source.ImagePiece;
import dev.pancap.spark.source.ImageSource;
import dev.pancap.spark.stage.CaptionImages;
import dev.pancap.spark.stage.KnownOutcomes;
import dev.pancap.spark.stage.PlanImages;
import dev.pancap.spark.stage.PlannedImage;
import dev.pancap.spark.stage.RouteByImage;
import dev.pancap.spark.stage.RoutedImage;
import dev.pancap.spark.stage.TaskShares;
import dev.pancap.spark.unchanged.InputComparison;
import dev.pancap.spark.unchanged.KnownImages;
import dev.pancap.store.EditLog;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Finds out what a build would ask, by the stages that a build goes through, and asks nothing.
 *
 * <p>The figures hold for the first asking of each request: an answer with a fault is asked for
 * again, up to {@code model.max-reasks} times. Of an image that needs round 1, round 2 is counted
 * too.
 */
public final class BuildPlan {
  private final SparkSession spark;
  private final BuildRequest request;
  private final Optional<InputComparison> comparison;
  private final RunFolder run;

  public BuildPlan(SparkSession spark, BuildRequest request, Clock clock) {
    this(spark, request, Optional.empty(), clock);
  }

  /**
   * @param comparison with the last run; what is unchanged since is counted and not looked at
   */
  BuildPlan(
      SparkSession spark, BuildRequest request, Optional<InputComparison> comparison, Clock clock) {
    this.comparison = comparison;
    this.spark = spark;
    this.request = request;
    this.run = RunFolder.next(request.outputDir(), clock);
  }

  /** Counts over all images. */
  private record Counts(
      long images,
      long answered,
      Map<Round, Long> fresh,
      Map<Round, Long> invalidated,
      LastRun.Again again,
      long quarantined,
      long promptTokens,
      long segments) {

    long asked(Round round) {
      return fresh.getOrDefault(round, 0L) + invalidated.getOrDefault(round, 0L);
    }
  }

  public PlanSummary run() throws IOException {
    Path folder = new Path(run.path());
    try {
      return plan();
    } finally {
      // A plan is no run: what it had to store on its way is not kept.
      folder.getFileSystem(HadoopSettings.of(spark).configuration()).delete(folder, true);
    }
  }

  /**
   * What would be sent next for one image, as text; empty where the input has no such image, and an
   * empty list where nothing would be asked.
   */
  public Optional<List<String>> requests(long imageId) throws IOException {
    Path folder = new Path(run.path());
    try {
      ImageSource.Pieces source = request.source().open(spark, run.path());
      Dataset<ImagePiece> answers =
          new StoredAnswers(spark, request.outputDir(), run.path()).read();
      List<RoutedImage> found =
          images(source, answers).filter(functions.col("imageId").equalTo(imageId)).collectAsList();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          PlanImages.requests(settings(source), found.get(0)).stream()
              .map(this::describe)
              .toList());
    } finally {
      folder.getFileSystem(HadoopSettings.of(spark).configuration()).delete(folder, true);
    }
  }

  private String describe(ModelRequest asked) {
    ModelConfig model = request.config().model();
    return model.engine() == ModelConfig.Engine.OPENAI
        ? OpenAiModel.describe(model.openai(), asked)
        : "%s%n%n%s".formatted(asked.system(), asked.user());
  }

  /** The images as they go into the captioning stage. */
  private Dataset<RoutedImage> images(ImageSource.Pieces source, Dataset<ImagePiece> answers)
      throws IOException {
    List<EditRecord> edits =
        EditLog.open(request.outputDir(), HadoopSettings.of(spark).configuration())
            .read(line -> {});
    Dataset<ImagePiece> corrections =
        spark.createDataset(
            edits.stream().map(ImagePiece::of).toList(), RecordEncoders.of(ImagePiece.class));
    KnownImages known = known(source);
    TaskShares shares = TaskDivision.of(source).divide(spark, known, request.config().run());
    return new RouteByImage(source.folders(), shares)
        .apply(
            new KnownOutcomes(known).leaveOut(source.pieces().union(answers).union(corrections)));
  }

  private KnownImages known(ImageSource.Pieces source) {
    return comparison.map(found -> found.known(source.annotations())).orElse(KnownImages.NONE);
  }

  private CaptionImages.Settings settings(ImageSource.Pieces source) {
    return new CaptionImages.Settings(
        request.config(),
        request.prompts(),
        source.categories(),
        source.folders(),
        request.outputDir(),
        run.id(),
        CaptionImages.Settings.price(request.config()),
        HadoopSettings.of(spark));
  }

  private PlanSummary plan() throws IOException {
    ImageSource.Pieces source = request.source().open(spark, run.path());
    Dataset<ImagePiece> answers = new StoredAnswers(spark, request.outputDir(), run.path()).read();
    Map<Round, AnswerHistory> history = AnswerHistory.of(answers);
    Counts counts = count(new PlanImages(settings(source)).apply(images(source, answers)));
    PlanForecast forecast =
        PlanForecast.of(
            new PlanForecast.Work(
                counts.asked(Round.DESCRIBE),
                counts.asked(Round.COMPOSE),
                counts.promptTokens(),
                counts.segments()),
            history,
            request.config().model(),
            executors());
    long unchanged = known(source).size();
    return new PlanSummary(
        counts.images() + unchanged,
        unchanged,
        counts.answered(),
        byName(counts.fresh()),
        byName(counts.invalidated()),
        new LastRun(HadoopSettings.of(spark), request).reasons(counts.again()),
        counts.quarantined(),
        forecast.promptTokens(),
        forecast.answerTokens(),
        forecast.from(),
        forecast.cost(),
        forecast.currency(),
        forecast.seconds(),
        forecast.boundBy());
  }

  private static Counts count(Dataset<PlannedImage> planned) {
    Row row =
        planned
            .agg(
                functions.count(functions.lit(1)),
                sum("answered"),
                count("describe and not describedBefore"),
                count("compose and not composedBefore"),
                count("describedBefore"),
                count("composedBefore"),
                count("rejected"),
                sum("promptTokens"),
                sum("segments"),
                count("describedBefore or composedBefore"),
                count("corrected"))
            .first();
    Map<Round, Long> fresh = new EnumMap<>(Round.class);
    fresh.put(Round.DESCRIBE, row.getLong(2));
    fresh.put(Round.COMPOSE, row.getLong(3));
    Map<Round, Long> invalidated = new EnumMap<>(Round.class);
    invalidated.put(Round.DESCRIBE, row.getLong(4));
    invalidated.put(Round.COMPOSE, row.getLong(5));
    return new Counts(
        row.getLong(0),
        row.getLong(1),
        fresh,
        invalidated,
        new LastRun.Again(row.getLong(9), row.getLong(10)),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8));
  }

  /** Executors that ask at the same time. */
  private int executors() {
    // The driver is among them, and in local mode the only one.
    return Math.max(1, spark.sparkContext().statusTracker().getExecutorInfos().length - 1);
  }

  private static Map<String, Long> byName(Map<Round, Long> counts) {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((round, count) -> named.put(round.name().toLowerCase(Locale.ROOT), count));
    return named;
  }

  private static Column sum(String column) {
    return functions.coalesce(
        functions.sum(functions.col(column).cast("bigint")), functions.lit(0L));
  }

  private static Column count(String condition) {
    return functions.coalesce(
        functions.sum(functions.when(functions.expr(condition), 1L).otherwise(0L)),
        functions.lit(0L));
  }
}
