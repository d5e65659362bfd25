package dev.pancap.model.describer;

import dev.pancap.facts.SceneFacts;
import java.util.Set;

/** Whether a scene is inside or outside, told by the stuff in it. */
enum SceneKind {
  INDOOR("indoor scene"),
  OUTDOOR("outdoor scene"),
  /** Signs of both, or of neither. */
  UNKNOWN("scene");

  private static final Set<String> INSIDE =
      Set.of(
          "ceiling-merged",
          "floor-wood",
          "floor-other-merged",
          "cabinet-merged",
          "counter",
          "bed",
          "couch",
          "toilet",
          "refrigerator",
          "oven",
          "microwave",
          "window-blind",
          "wall-tile",
          "shelf",
          "tv",
          "sink");

  private static final Set<String> OUTSIDE =
      Set.of(
          "sky-other-merged",
          "grass-merged",
          "road",
          "sea",
          "sand",
          "snow",
          "mountain-merged",
          "pavement-merged",
          "river",
          "railroad",
          "dirt-merged",
          "tree-merged",
          "playingfield",
          "gravel",
          "water-other");

  private final String words;

  SceneKind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  static SceneKind of(SceneFacts facts) {
    double inside = share(facts, INSIDE);
    double outside = share(facts, OUTSIDE);
    if (inside > 0.05 && outside == 0) {
      return INDOOR;
    }
    return outside > 0.1 && inside == 0 ? OUTDOOR : UNKNOWN;
  }

  private static double share(SceneFacts facts, Set<String> classes) {
    return facts.regions().stream()
        .filter(region -> classes.contains(region.segment().category()))
        .mapToDouble(region -> region.share())
        .sum();
  }
}
