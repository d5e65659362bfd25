package dev.pancap.eval.scenegraph;

import dev.pancap.panoptic.LabelMap;
import java.io.Serializable;
import java.util.List;

/**
 * The relations of one picture.
 *
 * @param map the pixels' segment ids
 * @param segmentIds the id of each object in the map
 * @param classes the class of each object
 * @param relations in rank order; subject and object are indices of objects
 */
public record SceneGraph(LabelMap map, int[] segmentIds, int[] classes, List<Relation> relations) {
  public SceneGraph {
    relations = List.copyOf(relations);
    if (segmentIds.length != classes.length) {
      throw new IllegalArgumentException(
          "%d segment ids, %d classes".formatted(segmentIds.length, classes.length));
    }
    for (Relation relation : relations) {
      if (relation.subject < 0
          || relation.subject >= classes.length
          || relation.object < 0
          || relation.object >= classes.length) {
        throw new IllegalArgumentException(
            "%s among %d objects".formatted(relation, classes.length));
      }
    }
  }

  /** One triplet. */
  public record Relation(int subject, int object, int predicate) implements Serializable {}
}
