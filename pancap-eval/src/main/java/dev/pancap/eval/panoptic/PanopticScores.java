package dev.pancap.eval.panoptic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The figures of a panoptic evaluation: plain means over the classes that occur, of all, of things
 * and of stuff. SQ and RQ are averaged like PQ, so the mean PQ is not the product of the other two.
 *
 * @param perClass the classes in file order, those that occur nowhere with zeros; then the classes
 *     of the truth that the file does not list, which are in no mean
 */
public record PanopticScores(Mean all, Mean things, Mean stuff, List<ClassScore> perClass) {
  public PanopticScores {
    perClass = List.copyOf(perClass);
  }

  public static PanopticScores of(PanopticQualityState state, ClassGrouping grouping) {
    List<ClassScore> scores = new ArrayList<>();
    for (EvaluatedCategory category : grouping.classes()) {
      scores.add(new ClassScore(category, state.of(category.id()), true));
    }
    List<Integer> listed = grouping.classes().stream().map(EvaluatedCategory::id).toList();
    state
        .byCategory()
        .forEach(
            (id, sums) -> {
              if (!listed.contains(id)) {
                scores.add(
                    new ClassScore(new EvaluatedCategory(id, "(not listed)", null), sums, false));
              }
            });
    return new PanopticScores(
        mean(scores, category -> true),
        mean(scores, category -> Boolean.TRUE.equals(category.isThing())),
        mean(scores, category -> Boolean.FALSE.equals(category.isThing())),
        scores);
  }

  private static Mean mean(List<ClassScore> scores, Predicate<EvaluatedCategory> part) {
    double pq = 0;
    double sq = 0;
    double rq = 0;
    int n = 0;
    for (ClassScore score : scores) {
      if (score.isAveraged() && part.test(score.category) && !score.sums.isEmpty()) {
        n++;
        pq += score.sums.panopticQuality();
        sq += score.sums.segmentationQuality();
        rq += score.sums.recognitionQuality();
      }
    }
    return new Mean(pq / n, sq / n, rq / n, n);
  }

  /**
   * A mean over classes.
   *
   * @param pq NaN where there is no class
   * @param classes how many occur in truth or prediction
   */
  public record Mean(double pq, double sq, double rq, int classes) {}

  /**
   * @param isAveraged whether the class is one of the means' classes
   */
  public record ClassScore(EvaluatedCategory category, ClassSums sums, boolean isAveraged) {}
}
