package dev.pancap.eval.geneval;

import dev.pancap.eval.input.InputRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges one picture by its detections, as GenEval does: every clause of {@code include} must hold,
 * none of {@code exclude}.
 */
final class PromptCheck {
  private static final double LEAST_SCORE = 0.3;
  private static final double LEAST_SCORE_COUNTING = 0.9;
  private static final int MOST_OF_A_CLASS = 16;

  private final List<Clause> include;
  private final List<Clause> exclude;
  private final double leastScore;

  PromptCheck(InputRecord metadata) {
    include = metadata.records("include").stream().map(Clause::of).toList();
    exclude =
        metadata.has("exclude")
            ? metadata.records("exclude").stream().map(Clause::of).toList()
            : List.of();
    leastScore = metadata.text("tag").equals("counting") ? LEAST_SCORE_COUNTING : LEAST_SCORE;
  }

  /**
   * @param found the detections by class, in any order
   */
  boolean accepts(Map<String, List<Detection>> found) {
    Map<String, List<Detection>> kept = new HashMap<>();
    found.forEach((name, detections) -> kept.put(name, kept(detections)));
    boolean isCorrect = true;
    List<List<Detection>> matched = new ArrayList<>();
    for (Clause clause : include) {
      List<Detection> objects = kept.getOrDefault(clause.name, List.of());
      List<Detection> best = objects.subList(0, Math.min(clause.count, objects.size()));
      boolean holds =
          best.size() >= clause.count && clause.hasColor(best) && clause.hasPosition(best, matched);
      isCorrect &= holds;
      matched.add(holds ? best : List.of());
    }
    for (Clause clause : exclude) {
      isCorrect &= kept.getOrDefault(clause.name, List.of()).size() < clause.count;
    }
    return isCorrect;
  }

  /** Those that are sure enough, the surest first; of equal ones the later first, as observed. */
  private List<Detection> kept(List<Detection> detections) {
    List<Detection> kept = new ArrayList<>();
    for (int i = detections.size() - 1; i >= 0; i--) {
      if (detections.get(i).score() > leastScore) {
        kept.add(detections.get(i));
      }
    }
    kept.sort(Comparator.comparingDouble(Detection::score).reversed());
    return kept.subList(0, Math.min(MOST_OF_A_CLASS, kept.size()));
  }

  /**
   * @param relation with {@code target}, the clause it refers to; null where no position is asked
   */
  private record Clause(
      String name, int count, @Nullable String color, @Nullable String relation, int target) {

    static Clause of(InputRecord record) {
      String relation = null;
      int target = 0;
      if (record.has("position")) {
        relation = record.raw("position").path(0).asText();
        target = record.raw("position").path(1).asInt(-1);
        if (target < 0) {
          throw record.complaint("position", "a relation and the number of a clause");
        }
      }
      return new Clause(
          record.text("class"),
          record.wholeNumber("count"),
          record.has("color") ? record.text("color") : null,
          relation,
          target);
    }

    boolean hasColor(List<Detection> objects) {
      return color == null
          || objects.stream().filter(object -> Objects.equals(object.color(), color)).count()
              >= count;
    }

    /** Every object must have the relation to every object of the target clause. */
    boolean hasPosition(List<Detection> objects, List<List<Detection>> matched) {
      if (relation == null) {
        return true;
      }
      if (target >= matched.size() || matched.get(target).isEmpty()) {
        return false;
      }
      return objects.stream()
          .allMatch(
              object ->
                  matched.get(target).stream()
                      .allMatch(
                          other ->
                              object.relationsTo(other).stream()
                                  .anyMatch(found -> found.phrase().equals(relation))));
    }
  }
}
