package dev.pancap.eval.panoptic;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Which categories count as one class: each its own, all of them as one, or things as one and stuff
 * as the other. Immutable.
 */
public final class ClassGrouping implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The class id of everything in {@link Rule#ONE_CLASS}, and of things in the other merging. */
  private static final int FIRST = 1;

  private static final int STUFF = 2;

  private final Rule rule;
  private final LinkedHashMap<Integer, EvaluatedCategory> categories;

  private ClassGrouping(Rule rule, LinkedHashMap<Integer, EvaluatedCategory> categories) {
    this.rule = rule;
    this.categories = categories;
  }

  /**
   * @param categories in file order; of several with one id the last counts
   */
  public static ClassGrouping of(Rule rule, List<EvaluatedCategory> categories) {
    LinkedHashMap<Integer, EvaluatedCategory> byId = new LinkedHashMap<>();
    for (EvaluatedCategory category : categories) {
      byId.put(category.id(), category);
    }
    return new ClassGrouping(rule, byId);
  }

  /** Whether a predicted segment may have the category. */
  public boolean knows(int categoryId) {
    return rule == Rule.ONE_CLASS || categories.containsKey(categoryId);
  }

  /**
   * The class id. A category that the file does not list stays its own class, and is in no mean.
   */
  public int groupOf(int categoryId) {
    return switch (rule) {
      case BY_CATEGORY -> categoryId;
      case ONE_CLASS -> FIRST;
      case THING_OR_STUFF -> {
        EvaluatedCategory category = categories.get(categoryId);
        if (category == null || category.isThing() == null) {
          yield -categoryId;
        }
        yield category.isThing() ? FIRST : STUFF;
      }
    };
  }

  /** The classes that averages are taken over, in the order of summation. */
  public List<EvaluatedCategory> classes() {
    return switch (rule) {
      case BY_CATEGORY -> new ArrayList<>(categories.values());
      case ONE_CLASS -> List.of(new EvaluatedCategory(FIRST, "anything", null));
      case THING_OR_STUFF ->
          List.of(
              new EvaluatedCategory(FIRST, "thing", true),
              new EvaluatedCategory(STUFF, "stuff", false));
    };
  }

  public Rule rule() {
    return rule;
  }

  /** How categories become classes. */
  public enum Rule {
    /** Each category is a class. */
    BY_CATEGORY,
    /** All categories are one class with the id 1. */
    ONE_CLASS,
    /** Things are the class 1, stuff is the class 2. */
    THING_OR_STUFF
  }
}
