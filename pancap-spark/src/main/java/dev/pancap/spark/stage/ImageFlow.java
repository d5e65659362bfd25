package dev.pancap.spark.stage;

import dev.pancap.caption.CaptionGate;
import dev.pancap.caption.Finding;
import dev.pancap.caption.GateContext;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.caption.ParsedCaption;
import dev.pancap.caption.RegionLine;
import dev.pancap.caption.round.CaptionComposer;
import dev.pancap.caption.round.RegionDescriber;
import dev.pancap.caption.round.RoundOutcome;
import dev.pancap.caption.round.RoundSettings;
import dev.pancap.edit.RevisedCaption;
import dev.pancap.edit.RevisedLines;
import dev.pancap.edit.RevisedSegments;
import dev.pancap.edit.Revision;
import dev.pancap.edit.SegmentRevision;
import dev.pancap.model.ModelException;
import dev.pancap.model.VisionLanguageModel;
import dev.pancap.model.cost.TokenPrice;
import dev.pancap.overlay.OverlayRenderer;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.ImagePreparer;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.SourceImage;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import dev.pancap.quarantine.Rejection;
import dev.pancap.spark.journal.TaskJournal;
import dev.pancap.spark.source.ImageFile;
import dev.pancap.spark.source.ImageFiles;
import dev.pancap.spark.source.ImageReader;
import dev.pancap.store.seen.SeenFile;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one image: prepare, describe, revise, compose. A fault of the image's own ends as
 * a rejection that names the step, a question that nobody answered as a deferral; anything else is
 * a bug and fails the task.
 */
final class ImageFlow {
  /** Pictures that are drawn ahead of a model that takes one request at a time. */
  private static final int AHEAD = 2;

  private final ImagePreparer preparer;
  private final RegionDescriber describer;
  private final CaptionComposer composer;
  private final VisionLanguageModel model;
  private final ImageScene.Drawing drawing;
  private final FinishedImage.Publishing publishing;
  private final CategoryTable categories;
  private final ImageReader reader;
  private final TaskJournal journal;
  private final @Nullable TokenPrice price;

  /**
   * @param reader stays open as long as images are in work
   */
  ImageFlow(
      CaptionImages.Settings settings,
      ImageReader reader,
      VisionLanguageModel model,
      TaskJournal journal) {
    RoundSettings rounds =
        RoundSettings.of(settings.config(), settings.prompts(), Clock.systemUTC());
    this.preparer = new ImagePreparer(settings.categories(), settings.config().limits());
    this.describer = new RegionDescriber(rounds, model, journal);
    this.composer = new CaptionComposer(rounds, model, journal);
    this.model = model;
    this.drawing =
        new ImageScene.Drawing(
            new OverlayRenderer(settings.config().overlay()),
            settings.config().overlay().jpegQuality(),
            settings.config().limits());
    this.categories = settings.categories();
    this.publishing =
        new FinishedImage.Publishing(
            settings.prompts().version(),
            settings.config().segment().reviewBelowScore(),
            settings.config().release().sceneGraph());
    this.reader = reader;
    this.journal = journal;
    this.price = settings.price();
  }

  static ImageFlow open(CaptionImages.Settings settings, ImageReader reader, TaskJournal journal) {
    return new ImageFlow(settings, reader, ExecutorClients.model(settings), journal);
  }

  /** How many images it is of use to have in work. */
  int window() {
    return model.maxInFlight() + AHEAD;
  }

  /** Begins the work on an image. The future fails only with a bug. */
  CompletableFuture<ImageOutcome> start(FetchedImage fetched) {
    RoutedImage routed = fetched.routed();
    if (routed.source() == null) {
      return CompletableFuture.completedFuture(
          ImageOutcome.rejected(
              Objects.requireNonNull(routed.rejection()), ImageOutcome.Effort.NONE));
    }
    journal.open(routed.imageId(), routed.answers());
    Work work = new Work(routed, routed.source(), Objects.requireNonNull(fetched.files()));
    // In a future, so that whatever fails here ends the work on the image, too.
    return CompletableFuture.completedFuture(work)
        .thenCompose(begun -> begun.describe(begun.prepare()))
        .handle(work::finish);
  }

  /** One image on its way. A step begins only after the one before it has ended. */
  private final class Work {
    private final RoutedImage routed;
    private final SourceImage source;
    private final List<SeenFile> seen;

    /** Until the pixels have been looked at: images wait for answers by the hundred. */
    private @Nullable ImageFiles files;

    private volatile String step = "prepare";

    /** As it was found and as people left it; set once, before anything is asked. */
    private volatile FinishedImage.@Nullable Segmented segmented;

    Work(RoutedImage routed, SourceImage source, ImageFiles files) {
      this.routed = routed;
      this.source = source;
      this.files = files;
      this.seen =
          Stream.concat(Stream.of(files.picture()), Stream.ofNullable(files.mask()))
              .map(ImageFile::seen)
              .sorted(Comparator.comparing(SeenFile::path))
              .toList();
    }

    ImageScene prepare() {
      ImageFiles read = Objects.requireNonNull(files);
      files = null;
      byte[] picture = read.picture().content();
      byte[] mask =
          read.mask() == null ? Objects.requireNonNull(source.maskPng()) : read.mask().content();
      PreparedImage image = preparer.prepare(source, picture, mask, read.picture().seen().sha256());
      RevisedSegments revised = SegmentRevision.of(image, routed.edits(), categories);
      segmented = new FinishedImage.Segmented(image, revised);
      long imageId = source.imageId();
      String path = source.imagePath();
      return new ImageScene(revised.image(), picture, () -> reader.picture(imageId, path), drawing);
    }

    CompletableFuture<ImageOutcome> describe(ImageScene scene) {
      step = "describe";
      return describer
          .describe(scene)
          .thenCompose(
              outcome ->
                  outcome instanceof RoundOutcome.Answered<List<RegionLine>> described
                      ? compose(scene, described)
                      : CompletableFuture.completedFuture(unanswered(outcome)));
    }

    private CompletableFuture<ImageOutcome> compose(
        ImageScene scene, RoundOutcome.Answered<List<RegionLine>> described) {
      step = "compose";
      RevisedLines revised = Revision.lines(scene.image(), described.value(), routed.edits());
      CaptionComposer.Material material =
          new CaptionComposer.Material(revised.lines(), revised.struck(), revised.badMasks());
      return composer
          .compose(scene, material)
          .thenApply(
              outcome ->
                  outcome instanceof RoundOutcome.Answered<CaptionComposer.Composed> composed
                      ? publish(
                          scene,
                          new FinishedImage(
                              Objects.requireNonNull(segmented),
                              described,
                              revised,
                              composed,
                              publishing))
                      : unanswered(outcome));
    }

    private ImageOutcome publish(ImageScene scene, FinishedImage machine) {
      String grounded = machine.composed().value().caption().caption().grounded();
      RevisedCaption edited = Revision.caption(grounded, routed.edits());
      if (edited.outcomes().isEmpty()) {
        return outcome(scene, machine, machine.composed().value(), edited);
      }
      ParsedCaption parsed =
          GroundedCaptionParser.parse(
              SegmentRevision.untag(edited.grounded(), machine.segmented().revised().dropped()));
      GateContext context =
          new GateContext(machine.revised().struck(), machine.revised().badMasks());
      List<Finding> findings = CaptionGate.check(parsed, machine.image(), context);
      for (Finding finding : findings) {
        if (finding.isFault()) {
          throw new BadRecordException(
              Reason.CAPTION_FAULTY, "the edited caption: " + finding.detail());
        }
      }
      return outcome(scene, machine, new CaptionComposer.Composed(parsed, findings), edited);
    }

    private ImageOutcome outcome(
        ImageScene scene,
        FinishedImage machine,
        CaptionComposer.Composed published,
        RevisedCaption edited) {
      return machine.outcome(published, edited, scene.facts());
    }

    private ImageOutcome unanswered(RoundOutcome<?> outcome) {
      if (outcome instanceof RoundOutcome.Rejected<?> rejected) {
        throw new BadRecordException(rejected.reason(), rejected.detail());
      }
      RoundOutcome.Deferred<?> deferred = (RoundOutcome.Deferred<?>) outcome;
      return ImageOutcome.deferred(
          source,
          new ImageOutcome.Deferral(
              step,
              String.valueOf(deferred.detail()),
              deferred.kind() == ModelException.Kind.STOP_RUN,
              deferred.kind() == ModelException.Kind.BUDGET_SPENT));
    }

    ImageOutcome finish(@Nullable ImageOutcome outcome, @Nullable Throwable failure) {
      TaskJournal.Tally tally = journal.close(source.imageId());
      ImageOutcome.Effort effort =
          new ImageOutcome.Effort(
              tally.requests(),
              tally.fromJournal(),
              tally.usage(),
              price == null ? null : price.of(tally.usage()).amount());
      if (outcome != null) {
        return outcome.with(effort, seen);
      }
      Throwable cause = Objects.requireNonNull(failure);
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (cause instanceof BadRecordException bad) {
        return ImageOutcome.rejected(
                Rejection.of(source.imageId(), source.fileName(), step, bad), effort)
            .with(effort, seen);
      }
      throw new CompletionException("Image " + source.imageId() + ", " + step, cause);
    }
  }
}
