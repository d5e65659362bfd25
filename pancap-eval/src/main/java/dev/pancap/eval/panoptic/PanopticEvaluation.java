package dev.pancap.eval.panoptic;

import dev.pancap.config.ConfigException;
import dev.pancap.config.LimitsConfig;
import dev.pancap.eval.work.OrderedWork;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a folder of predicted masks against a folder of true ones. Wherever images are
 * compared, they are summed in the truth's order, so that the digits depend neither on threads nor
 * on a cluster.
 */
public final class PanopticEvaluation {
  private final Files files;
  private final Options options;
  private final OrderedWork work;

  public PanopticEvaluation(Files files, Options options, OrderedWork work) {
    this.files = files;
    this.options = options;
    this.work = work;
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
  public record Options(ClassGrouping.Rule classes, Rigor rigor, LimitsConfig limits)
      implements Serializable {}

  /** Hears of every image of the truth, in order. */
  public interface Listener {
    /** Hears nothing. */
    Listener SILENT = (annotation, quality) -> {};

    /**
     * @param quality null where the image was left out
     */
    void compared(EvaluatedAnnotation annotation, @Nullable ImageQuality quality);
  }

  private final class Run {
    private final PanopticFile truth;
    private final PanopticFile predictions;
    private final ClassGrouping grouping;
    private final Map<String, EvaluatedAnnotation> predictionById = new HashMap<>();
    private final List<PanopticReport.Problem> problems = new ArrayList<>();
    private PanopticQualityState sum = PanopticQualityState.empty();

    Run(PanopticFile truth, PanopticFile predictions, ClassGrouping grouping) {
      this.truth = truth;
      this.predictions = predictions;
      this.grouping = grouping;
      for (EvaluatedAnnotation annotation : predictions.annotations()) {
        predictionById.put(annotation.imageId(), annotation);
      }
    }

    PanopticReport run(Listener listener) {
      if (options.rigor == Rigor.STOP_AS_PANOPTICAPI) {
        // The original looks for missing predictions before it opens any mask.
        truth.annotations().forEach(this::requirePrediction);
      }
      PanopticComparer comparer =
          new PanopticComparer(
              files.truthMasks.toString(),
              files.predictionMasks.toString(),
              predictions.name(),
              grouping,
              options);
      work.each(
          truth.annotations().stream()
              .map(a -> new PanopticPair(a, predictionById.get(a.imageId())))
              .toList(),
          comparer::compare,
          outcome -> take(outcome, listener));
      return report();
    }

    private void take(PanopticOutcome outcome, Listener listener) {
      if (outcome.fault() != null) {
        if (options.rigor == Rigor.STOP_AS_PANOPTICAPI) {
          throw outcome.fault();
        }
        problems.add(
            new PanopticReport.Problem(
                outcome.annotation().imageId(), outcome.fault().kind(), outcome.fault().detail()));
      }
      if (outcome.quality() != null) {
        sum = sum.plus(outcome.quality());
      }
      listener.compared(outcome.annotation(), outcome.quality());
    }

    private void requirePrediction(EvaluatedAnnotation annotation) {
      if (!predictionById.containsKey(annotation.imageId())) {
        throw PanopticComparer.missing(predictions.name(), annotation.imageId());
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
