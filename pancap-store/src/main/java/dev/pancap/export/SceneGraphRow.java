package dev.pancap.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.store.ReleaseRow;

/** The scene graph of a row, as JSON. */
final class SceneGraphRow {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SceneGraphRow() {}

  /**
   * @throws ConfigException if the release was built without scene graphs
   */
  static JsonNode of(ReleaseRow row) {
    String graph = row.sceneGraph();
    if (graph == null) {
      throw new ConfigException(
          "Image %d has no scene graph; build the release with --with-scene-graph"
              .formatted(row.imageId()));
    }
    try {
      return JSON.readTree(graph);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The scene graph of image %d is no JSON: the release is damaged".formatted(row.imageId()),
          e);
    }
  }
}
