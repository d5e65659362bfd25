package dev.pancap.scene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A scene graph as JSON, keys in {@code snake_case}: {@code image_id}, {@code width}, {@code
 * height}; {@code objects} with {@code id} (the mark), {@code segment_id}, {@code category}, {@code
 * name}, {@code is_thing}, {@code bbox} and {@code attributes} of {@code type}, {@code value},
 * {@code source}, {@code evidence}; {@code relations} of {@code subject}, {@code predicate}, {@code
 * object}, {@code source}, {@code evidence} and, of geometry, {@code rule}.
 */
public final class SceneGraphJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SceneGraphJson() {}

  /** One line. */
  public static String write(SceneGraph graph) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image_id", graph.imageId());
    json.put("width", graph.width()).put("height", graph.height());
    ArrayNode objects = json.putArray("objects");
    graph.objects().forEach(object -> write(object, objects.addObject()));
    ArrayNode relations = json.putArray("relations");
    graph.relations().forEach(relation -> write(relation, relations.addObject()));
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can be written", e);
    }
  }

  private static void write(SceneObject object, ObjectNode json) {
    json.put("id", object.mark()).put("segment_id", object.segmentId());
    json.put("category", object.category()).put("name", object.name());
    json.put("is_thing", object.isThing());
    object.box().forEach(json.putArray("bbox")::add);
    ArrayNode attributes = json.putArray("attributes");
    for (SceneAttribute attribute : object.attributes()) {
      attributes
          .addObject()
          .put("type", lower(attribute.kind()))
          .put("value", attribute.value())
          .put("source", lower(attribute.source()))
          .put("evidence", attribute.evidence());
    }
  }

  private static void write(SceneRelation relation, ObjectNode json) {
    json.put("subject", relation.subject()).put("predicate", relation.predicate());
    json.put("object", relation.object()).put("source", lower(relation.source()));
    json.put("evidence", relation.evidence());
    if (relation.source() == Source.GEOMETRY) {
      for (Predicate predicate : Predicate.values()) {
        if (predicate.words().equals(relation.predicate())) {
          json.put("rule", predicate.rule());
        }
      }
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
