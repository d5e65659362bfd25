package dev.pancap.eval.panoptic;

import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a folder of predicted masks against a folder of true ones. Images are compared on
 * several threads and summed in the truth's order, so that the digits do not depend on the threads;
 * only a few images are in memory at a time.
 */
public final class PanopticEvaluation {
  private final Files files;
  private final Options options;

  public PanopticEvaluation(Files files, Options options) {
    this.files = files;
    this.options = options;
  }

  /**
   * @param listener hears of every image, in order
   * @throws ConfigException if a file or folder is not what it should be
   * @throws PanopticFault at the first fault, if the options say to stop as panopticapi does
   */
  public PanopticReport run(Listener listener) {
    PanopticFile truth = PanopticJsonReader.readTruth(files.truth, options.rigor);
    PanopticFile predictions = PanopticJsonReader.readPredictions(files.predictions);
    ConfigException.check(
        truth.idsAreText() == null
            || predictions.idsAreText() == null
            || truth.idsAreText().equals(predictions.idsAreText()),
        "image_id is a %s in %s and a %s in %s: write it in one way",
        Boolean.TRUE.equals(truth.idsAreText()) ? "text" : "number",
        truth.name(),
        Boolean.TRUE.equals(predictions.idsAreText()) ? "text" : "number",
        predictions.name());
    ClassGrouping grouping =
        ClassGrouping.of(options.classes, Objects.requireNonNull(truth.categories()));
    return new Run(truth, predictions, grouping).run(listener);
  }

  /**
   * What is evaluated.
   *
   * @param truth panoptic JSON with categories
   * @param predictions panoptic JSON of which only {@code annotations} is read
   */
  public record Files(Path truth, Path truthMasks, Path predictions, Path predictionMasks) {}

  /** How it is evaluated. */
  public record Options(ClassGrouping.Rule classes, Rigor rigor, int threads, LimitsConfig limits) {
    public Options {
      ConfigException.check(threads > 0, "The number of threads must be positive: %d", threads);
    }
  }

  /** Hears of every image of the truth, in order. */
  public interface Listener {
    /** Hears nothing. */
    Listener SILENT = (annotation, quality) -> {};

    /**
     * @param quality null where the image was left out
     */
    void compared(EvaluatedAnnotation annotation, @Nullable ImageQuality quality);
  }

  private record Outcome(
      EvaluatedAnnotation annotation,
      @Nullable ImageQuality quality,
      @Nullable PanopticFault fault) {}

  private final class Run {
    private final PanopticFile truth;
    private final PanopticFile predictions;
    private final ClassGrouping grouping;
    private final Map<String, EvaluatedAnnotation> predictionById = new HashMap<>();
    private final MaskFolder truthMasks;
    private final MaskFolder predictionMasks;
    private final List<PanopticReport.Problem> problems = new ArrayList<>();
    private PanopticQualityState sum = PanopticQualityState.empty();

    Run(PanopticFile truth, PanopticFile predictions, ClassGrouping grouping) {
      this.truth = truth;
      this.predictions = predictions;
      this.grouping = grouping;
      for (EvaluatedAnnotation annotation : predictions.annotations()) {
        predictionById.put(annotation.imageId(), annotation);
      }
      truthMasks = new MaskFolder(files.truthMasks, options.limits, options.rigor);
      predictionMasks = new MaskFolder(files.predictionMasks, options.limits, options.rigor);
    }

    PanopticReport run(Listener listener) {
      if (options.rigor == Rigor.STOP_AS_PANOPTICAPI) {
        // The original looks for missing predictions before it opens any mask.
        truth.annotations().forEach(this::predictionOf);
      }
      ExecutorService workers = Executors.newFixedThreadPool(options.threads);
      try {
        Deque<CompletableFuture<Outcome>> running = new ArrayDeque<>();
        for (EvaluatedAnnotation annotation : truth.annotations()) {
          if (running.size() >= 4 * options.threads) {
            take(running.remove(), listener);
          }
          running.add(CompletableFuture.supplyAsync(() -> compare(annotation), workers));
        }
        while (!running.isEmpty()) {
          take(running.remove(), listener);
        }
      } finally {
        workers.shutdownNow();
      }
      return report();
    }

    private void take(CompletableFuture<Outcome> running, Listener listener) {
      Outcome outcome;
      try {
        outcome = running.join();
      } catch (CompletionException e) {
        throw new IllegalStateException("A comparison failed", e.getCause());
      }
      if (outcome.fault != null) {
        if (options.rigor == Rigor.STOP_AS_PANOPTICAPI) {
          throw outcome.fault;
        }
        problems.add(
            new PanopticReport.Problem(
                outcome.annotation.imageId(), outcome.fault.kind(), outcome.fault.detail()));
      }
      if (outcome.quality != null) {
        sum = sum.plus(outcome.quality);
      }
      listener.compared(outcome.annotation, outcome.quality);
    }

    private Outcome compare(EvaluatedAnnotation annotation) {
      try {
        EvaluatedAnnotation prediction = predictionOf(annotation);
        requireSound(annotation);
        requireSound(prediction);
        String imageId = annotation.imageId();
        PanopticQuality.Side trueSide =
            new PanopticQuality.Side(
                truthMasks.read(annotation.maskName(), imageId), annotation.segments());
        PanopticQuality.Side predictedSide =
            new PanopticQuality.Side(
                predictionMasks.read(prediction.maskName(), imageId), prediction.segments());
        return new Outcome(
            annotation,
            new PanopticQuality(grouping, options.rigor)
                .compare(trueSide, predictedSide, "image " + imageId),
            null);
      } catch (PanopticFault e) {
        return new Outcome(annotation, null, e);
      }
    }

    private EvaluatedAnnotation predictionOf(EvaluatedAnnotation annotation) {
      EvaluatedAnnotation prediction = predictionById.get(annotation.imageId());
      if (prediction == null) {
        throw new PanopticFault(
            PanopticFault.Kind.PREDICTION_MISSING,
            "%s has no prediction for image %s"
                .formatted(predictions.name(), annotation.imageId()));
      }
      return prediction;
    }

    private static void requireSound(EvaluatedAnnotation annotation) {
      if (annotation.fault() != null) {
        throw new PanopticFault(PanopticFault.Kind.ANNOTATION_MALFORMED, annotation.fault());
      }
    }

    private PanopticReport report() {
      // All masks missing is a mistyped folder, not bad data.
      ConfigException.check(
          problems.isEmpty()
              || problems.size() < truth.annotations().size()
              || problems.stream()
                  .anyMatch(problem -> problem.kind() != PanopticFault.Kind.MASK_MISSING),
          "Not one image has both masks. Are %s and %s the right folders? The first problem: %s",
          files.truthMasks,
          files.predictionMasks,
          problems.isEmpty() ? "" : problems.get(0).detail());
      PanopticScores scores = PanopticScores.of(sum, grouping);
      if (options.rigor == Rigor.STOP_AS_PANOPTICAPI) {
        requireClasses(scores);
      }
      int images = truth.annotations().size();
      return new PanopticReport(
          scores, sum, images, images - problems.size(), problems, notes(scores));
    }

    /** Averages over no class divide by zero in the original, and a class must say its kind. */
    private void requireClasses(PanopticScores scores) {
      requireClasses(scores.all(), "at all");
      if (options.classes == ClassGrouping.Rule.ONE_CLASS) {
        return;
      }
      for (EvaluatedCategory category : grouping.classes()) {
        if (category.isThing() == null) {
          throw new PanopticFault(
              PanopticFault.Kind.ANNOTATION_MALFORMED,
              "%s: category %d has no 'isthing'".formatted(truth.name(), category.id()));
        }
      }
      requireClasses(scores.things(), "of things");
      requireClasses(scores.stuff(), "of stuff");
    }

    private static void requireClasses(PanopticScores.Mean mean, String which) {
      if (mean.classes() == 0) {
        throw new PanopticFault(
            PanopticFault.Kind.NO_CLASS,
            "division by zero: no class %s occurs in truth or prediction".formatted(which));
      }
    }

    private List<String> notes(PanopticScores scores) {
      List<String> notes = new ArrayList<>();
      note(
          notes,
          truth.segmentsWithoutCrowdFlag(),
          "true segments have no 'iscrowd': taken as no crowd");
      note(
          notes, truth.segmentsWithoutArea(), "true segments have no 'area': counted in the masks");
      note(notes, duplicates(truth), "images are annotated twice in the truth and count twice");
      note(
          notes,
          duplicates(predictions),
          "images are annotated twice in the predictions: the last one counts");
      note(
          notes,
          scores.perClass().stream().filter(score -> !score.isAveraged()).count(),
          "classes of the truth are not in its 'categories' and in no mean");
      if (options.classes == ClassGrouping.Rule.BY_CATEGORY) {
        note(
            notes,
            grouping.classes().stream().filter(category -> category.isThing() == null).count(),
            "categories have no 'isthing': they are in neither part's mean");
      }
      return notes;
    }

    private static void note(List<String> notes, long count, String what) {
      if (count > 0) {
        notes.add(count + " " + what);
      }
    }

    private static long duplicates(PanopticFile file) {
      Set<String> seen = new HashSet<>();
      return file.annotations().stream().filter(a -> !seen.add(a.imageId())).count();
    }
  }
}
