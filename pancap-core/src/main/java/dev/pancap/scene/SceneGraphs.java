package dev.pancap.scene;

import dev.pancap.caption.GroundedCaption;
import dev.pancap.caption.RegionLine;
import dev.pancap.facts.SceneFacts;
import dev.pancap.panoptic.PreparedImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes scene graphs: objects and relations that mask and picture tell, then what the texts say of
 * the same objects. Deterministic.
 */
public final class SceneGraphs {
  /** A picture of a hundred masks has no use for more, and its reader neither. */
  static final int MOST_RELATIONS = 400;

  private SceneGraphs() {}

  /**
   * @param lines the region lines as they are published
   * @param caption the paragraph as it is published
   */
  public static SceneGraph of(
      PreparedImage image, SceneFacts facts, List<RegionLine> lines, GroundedCaption caption) {
    List<SceneRelation> relations = new ArrayList<>(TextRelations.of(caption));
    relations.addAll(GeometricRelations.of(image, facts));
    return new SceneGraph(
        image.imageId(),
        image.width(),
        image.height(),
        SceneObjects.of(facts, lines),
        distinct(relations));
  }

  /** Each statement once; the texts' come first, as they are the rarest. */
  private static List<SceneRelation> distinct(List<SceneRelation> relations) {
    Set<String> seen = new HashSet<>();
    return relations.stream()
        .filter(
            relation ->
                seen.add(relation.subject() + " " + relation.predicate() + " " + relation.object()))
        .limit(MOST_RELATIONS)
        .toList();
  }
}
