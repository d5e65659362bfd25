package dev.pancap.scene;

import java.util.List;

/**
 * An object of a scene graph: a segment.
 *
 * @param category the class's published name
 * @param name what people call one of the class, such as {@code dining table}
 * @param box {@code [x, y, width, height]} in pixels
 */
public record SceneObject(
    int mark,
    int segmentId,
    String category,
    String name,
    boolean isThing,
    List<Integer> box,
    List<SceneAttribute> attributes) {
  public SceneObject {
    box = List.copyOf(box);
    attributes = List.copyOf(attributes);
  }
}
