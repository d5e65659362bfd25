package dev.pancap.spark.stage;

import dev.pancap.journal.JournalEntry;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.openai.UsageEstimate;
import dev.pancap.spark.encoder.RecordEncoders;
import dev.pancap.spark.journal.TaskJournal;
import dev.pancap.spark.source.ImageReader;
import dev.pancap.store.JournalWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;

/** Stage: takes each image through the flow of {@link CaptionImages} and asks nothing. */
public final class PlanImages {
  private final CaptionImages.Settings settings;

  public PlanImages(CaptionImages.Settings settings) {
    this.settings = settings;
  }

  public Dataset<PlannedImage> apply(Dataset<RoutedImage> images) {
    return images.mapPartitions(new PlanPartition(settings), RecordEncoders.of(PlannedImage.class));
  }

  /** What would be sent for one image: the first request that the journal has no answer to. */
  public static List<ModelRequest> requests(CaptionImages.Settings settings, RoutedImage image)
      throws IOException {
    List<ModelRequest> seen = new ArrayList<>();
    try (ImageReader reader = settings.reader()) {
      FetchedImage fetched = FetchedImage.look(image, reader).read().get();
      flow(settings, reader, seen).start(fetched).join();
    }
    return seen;
  }

  private static ImageFlow flow(
      CaptionImages.Settings settings, ImageReader reader, List<ModelRequest> seen)
      throws IOException {
    // Nothing is asked, so nothing is ever written.
    TaskJournal journal =
        new TaskJournal(
            JournalWriter.open(
                settings.outputDir(),
                settings.hadoop().configuration(),
                Clock.systemUTC(),
                Long.MAX_VALUE));
    return new ImageFlow(
        settings, reader, new UnaskedModel(ExecutorClients.model(settings), seen::add), journal);
  }

  /** Plans the images of one partition, one after the other. */
  record PlanPartition(CaptionImages.Settings settings)
      implements MapPartitionsFunction<RoutedImage, PlannedImage> {

    @Override
    public Iterator<PlannedImage> call(Iterator<RoutedImage> images) throws IOException {
      List<ModelRequest> seen = new ArrayList<>();
      ImageReader reader = settings.reader();
      ImageFlow flow = flow(settings, reader, seen);
      Iterator<FetchedImage> fetched = FetchedImage.ahead(images, reader, settings.config().run());
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return fetched.hasNext();
        }

        @Override
        public PlannedImage next() {
          seen.clear();
          FetchedImage image = fetched.next();
          return plan(image.routed(), flow.start(image).join(), seen);
        }
      };
    }

    private static PlannedImage plan(
        RoutedImage image, ImageOutcome outcome, List<ModelRequest> seen) {
      boolean describe = seen.stream().anyMatch(request -> request.round() == Round.DESCRIBE);
      boolean compose = !seen.isEmpty();
      boolean describedBefore = describe && has(image, Round.DESCRIBE);
      boolean composedBefore = compose && has(image, Round.COMPOSE);
      return new PlannedImage(
          image.imageId(),
          outcome.effort().fromJournal(),
          describe,
          compose,
          describedBefore,
          composedBefore,
          (describedBefore || composedBefore) && !image.edits().isEmpty(),
          outcome.rejection() != null,
          seen.isEmpty() ? 0 : UsageEstimate.promptTokens(seen.get(0)),
          seen.isEmpty() ? 0 : seen.get(0).scene().image().segments().size());
    }

    private static boolean has(RoutedImage image, Round round) {
      for (JournalEntry answer : image.answers()) {
        if (answer.round() == round) {
          return true;
        }
      }
      return false;
    }
  }
}
