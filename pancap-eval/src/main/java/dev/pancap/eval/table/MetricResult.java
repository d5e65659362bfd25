package dev.pancap.eval.table;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The figures of a metric, for programs and for people.
 *
 * @param json figures that are not defined are null
 * @param table the same as text
 */
public record MetricResult(ObjectNode json, String table) {
  private static final JsonMapper JSON = new JsonMapper();

  /** An empty JSON object. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Puts a figure, null where it is not defined. */
  public static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }
}
