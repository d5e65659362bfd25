package dev.pancap.scene;

import java.util.List;

/**
 * The panoptic scene graph of a picture. Objects are its segments, named by their marks; relations
 * are stated surest first.
 *
 * @param objects by ascending mark
 */
public record SceneGraph(
    long imageId, int width, int height, List<SceneObject> objects, List<SceneRelation> relations) {
  public SceneGraph {
    objects = List.copyOf(objects);
    relations = List.copyOf(relations);
  }
}
