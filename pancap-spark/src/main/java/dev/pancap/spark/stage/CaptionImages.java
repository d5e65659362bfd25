package dev.pancap.spark.stage;

import dev.pancap.config.ModelConfig;
import dev.pancap.config.PancapConfig;
import dev.pancap.journal.JournalEntry;
import dev.pancap.model.Prompts;
import dev.pancap.model.cost.TokenPrice;
import dev.pancap.model.openai.OpenAiModel;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.claim.PartClaim;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.journal.StoredAnswers;
import dev.pancap.spark.journal.TaskJournal;
import dev.pancap.spark.metrics.ExecutorFigures;
import dev.pancap.spark.metrics.Figure;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImageReader;
import dev.pancap.store.JournalWriter;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Stage: prepares, describes, revises and composes each image in one pass, so that a picture is
 * read once and its pixels never leave the task. What happens to one image stands in {@link
 * ImageFlow}.
 */
public final class CaptionImages {
  private final Settings settings;
  private final Progress progress;

  /**
   * What the tasks need to know.
   *
   * @param outputDir the {@code --out} folder, where the journal is
   * @param folders where pictures and masks are
   * @param price what the model charges; null where that is not known, or nothing
   */
  public record Settings(
      PancapConfig config,
      Prompts prompts,
      CategoryTable categories,
      ImageFolders folders,
      String outputDir,
      String runId,
      @Nullable TokenPrice price,
      HadoopSettings hadoop)
      implements Serializable {

    /** What the configured model charges, by the price table as this machine has it. */
    public static @Nullable TokenPrice price(PancapConfig config) {
      return config.model().engine() == ModelConfig.Engine.OPENAI
          ? OpenAiModel.price(config.model().openai()).orElse(null)
          : null;
    }

    /** Opens what pictures and masks are read with, until the task of this thread ends. */
    ImageReader reader() throws IOException {
      ImageReader reader = folders.reader(config.limits().maxFileBytes(), hadoop.configuration());
      TaskContext task = TaskContext.get();
      if (task != null) {
        task.addTaskCompletionListener((TaskCompletionListener) ended -> close(reader));
      }
      return reader;
    }

    private static void close(ImageReader reader) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Pictures and masks cannot be closed", e);
      }
    }
  }

  /**
   * Counters for the progress that is shown; what is counted in the end comes from tables.
   *
   * @param requests answers asked for
   * @param found answers from the journal
   * @param tokens of prompts and answers that were asked for
   * @param nanoCost money for them, in billionths of the price's currency
   */
  public record Progress(
      LongAccumulator images,
      LongAccumulator requests,
      LongAccumulator found,
      LongAccumulator tokens,
      LongAccumulator nanoCost)
      implements Serializable {

    void add(ImageOutcome.Effort effort) {
      images.add(1);
      requests.add(effort.requests());
      found.add(effort.fromJournal());
      tokens.add(effort.usage().promptTokens() + effort.usage().completionTokens());
      if (effort.cost() != null) {
        nanoCost.add(effort.cost().movePointRight(9).longValue());
      }
    }
  }

  public CaptionImages(Settings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  public Dataset<ImageOutcome> apply(Dataset<RoutedImage> images) {
    return images.mapPartitions(
        new CaptionPartition(settings, progress), RecordEncoders.of(ImageOutcome.class));
  }

  /** Takes the images of one partition through the flow, many at a time. */
  record CaptionPartition(Settings settings, Progress progress)
      implements MapPartitionsFunction<RoutedImage, ImageOutcome> {

    @Override
    public Iterator<ImageOutcome> call(Iterator<RoutedImage> images) throws IOException {
      TaskContext task = TaskContext.get();
      // Before the journal is read: what the attempt before this one was answered is in it then.
      Optional<PartClaim> claim =
          task == null ? Optional.empty() : PartClaim.take(settings.runId(), task);
      TaskJournal journal = journal(task);
      claim.ifPresent(taken -> journal.whenDone(taken::release));
      if (task != null) {
        // Also when the task fails or is killed: answers that came are kept.
        task.addTaskCompletionListener((TaskCompletionListener) ended -> journal.close());
      }
      ImageReader reader = settings.reader();
      ImageFlow flow = ImageFlow.open(settings, reader, journal);
      Iterator<FetchedImage> fetched = FetchedImage.ahead(images, reader, settings.config().run());
      return new Counted(
          new InFlightWindow<>(fetched, flow.window(), flow::start, journal::flushIfDue), progress);
    }

    /** The journal of a task knows what earlier attempts at the same task were answered. */
    private TaskJournal journal(@Nullable TaskContext task) throws IOException {
      String author =
          task == null ? "" : "%s-t%05d".formatted(settings.runId(), task.partitionId());
      boolean isFirst = task == null || task.attemptNumber() == 0 && task.stageAttemptNumber() == 0;
      List<JournalEntry> earlier =
          isFirst ? List.of() : StoredAnswers.of(author, settings.outputDir(), settings.hadoop());
      JournalWriter writer =
          JournalWriter.open(
              settings.outputDir(),
              settings.hadoop().configuration(),
              Clock.systemUTC(),
              new JournalWriter.Habit(settings.config().run().journalFlush().toMillis(), author));
      return new TaskJournal(writer, earlier);
    }
  }

  /** Counts on the task's own thread, as accumulators are not for several. */
  private record Counted(Iterator<ImageOutcome> outcomes, Progress progress)
      implements Iterator<ImageOutcome> {
    @Override
    public boolean hasNext() {
      return outcomes.hasNext();
    }

    @Override
    public ImageOutcome next() {
      ImageOutcome outcome = outcomes.next();
      progress.add(outcome.effort());
      count(outcome);
      return outcome;
    }

    private static void count(ImageOutcome outcome) {
      ExecutorFigures figures = ExecutorFigures.ofThisJvm();
      figures.add(Figure.IMAGES, 1);
      figures.add(Figure.QUARANTINED_IMAGES, outcome.rejection() == null ? 0 : 1);
      figures.add(Figure.DEFERRED_IMAGES, outcome.deferral() == null ? 0 : 1);
    }
  }
}
