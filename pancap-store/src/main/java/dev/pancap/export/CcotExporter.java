package dev.pancap.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.facts.ClassNoun;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compositional chains of thought (CCoT, github.com/chancharikmitra/CCoT): a simple prompt, the
 * scene graph in its three parts (objects, attributes, relationships) and the prompt extended by
 * what the graph says. Objects of one name are told apart by numbers.
 */
final class CcotExporter implements Exporter {
  private static final String SECTION = "ccot";

  /** Classes that the simple prompt names. */
  private static final int SIMPLE_CLASSES = 3;

  /** Relations that the extended prompt says: what a text encoder takes in. */
  private static final int MOST_SAID = 20;

  private static final List<String> NUMBERS =
      List.of("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

  @Override
  public void write(ReleaseRow row, PartWriter to) throws IOException {
    JsonNode graph = SceneGraphRow.of(row);
    Map<Integer, String> names = names(graph.get("objects"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("image_id", row.imageId()).put("file_name", row.fileName());
    String simple = simplePrompt(row);
    json.put("simple_prompt", simple);
    ObjectNode parts = json.putObject("scene_graph");
    ArrayNode objects = parts.putArray("objects");
    names.values().forEach(objects::add);
    ObjectNode attributes = parts.putObject("attributes");
    for (JsonNode object : graph.get("objects")) {
      ArrayNode values = attributes.putArray(names.get(object.get("id").intValue()));
      object.get("attributes").forEach(attribute -> values.add(attribute.get("value").asText()));
    }
    ArrayNode relationships = parts.putArray("relationships");
    List<String> said = new ArrayList<>();
    for (JsonNode relation : graph.get("relations")) {
      String subject = names.get(relation.get("subject").intValue());
      String object = names.get(relation.get("object").intValue());
      String predicate = relation.get("predicate").asText();
      relationships.addArray().add(subject).add(predicate).add(object);
      if (said.size() < MOST_SAID) {
        said.add("%s %s %s".formatted(subject, predicate, object));
      }
      to.count("relations");
    }
    json.put("extended_prompt", extendedPrompt(simple, graph, names, said));
    to.record(SECTION, json.toString());
  }

  static List<AssembledFile> assembled(String split) {
    return List.of(AssembledFile.jsonArray("ccot_" + split + ".json", SECTION));
  }

  /** {@code dog} where there is one, {@code dog 1} and {@code dog 2} where there are two. */
  private static Map<Integer, String> names(JsonNode objects) {
    Map<String, Integer> counts = new HashMap<>();
    objects.forEach(object -> counts.merge(object.get("name").asText(), 1, Integer::sum));
    Map<String, Integer> used = new HashMap<>();
    Map<Integer, String> names = new LinkedHashMap<>();
    for (JsonNode object : objects) {
      String name = object.get("name").asText();
      int number = used.merge(name, 1, Integer::sum);
      names.put(
          object.get("id").intValue(),
          counts.getOrDefault(name, 1) == 1 ? name : name + " " + number);
    }
    return names;
  }

  /** What most of the picture shows, things first: {@code A picture of two dogs and grass.} */
  private static String simplePrompt(ReleaseRow row) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    row.segments().stream()
        .sorted(
            (a, b) ->
                a.isThing() != b.isThing()
                    ? Boolean.compare(b.isThing(), a.isThing())
                    : Long.compare(b.area(), a.area()))
        .forEach(segment -> counts.merge(segment.category(), 1, Integer::sum));
    List<String> named =
        counts.entrySet().stream()
            .limit(SIMPLE_CLASSES)
            .map(entry -> counted(ClassNoun.of(entry.getKey()), entry.getValue()))
            .toList();
    return named.isEmpty() ? "A picture." : "A picture of " + listed(named) + ".";
  }

  private static String counted(ClassNoun noun, int count) {
    if (count > 1 && noun.form() == ClassNoun.Form.COUNT) {
      String number = count < NUMBERS.size() ? NUMBERS.get(count) : Integer.toString(count);
      return number + " " + noun.plural();
    }
    return switch (noun.form()) {
      case COUNT, PAIR ->
          ("aeiou".indexOf(noun.singular().charAt(0)) >= 0 ? "an " : "a ") + noun.singular();
      case MASS, PLURAL -> noun.singular();
    };
  }

  private static String listed(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }

  private static String extendedPrompt(
      String simple, JsonNode graph, Map<Integer, String> names, List<String> said) {
    StringBuilder text = new StringBuilder(simple);
    List<String> described = new ArrayList<>();
    for (JsonNode object : graph.get("objects")) {
      List<String> words = new ArrayList<>();
      String place = "";
      for (JsonNode attribute : object.get("attributes")) {
        if (attribute.get("type").asText().equals("place")) {
          place = " " + attribute.get("value").asText();
        } else {
          words.add(attribute.get("value").asText());
        }
      }
      words.add(names.get(object.get("id").intValue()));
      described.add(String.join(" ", words) + place);
    }
    if (!described.isEmpty()) {
      text.append(" It shows: ").append(String.join("; ", described)).append('.');
    }
    if (!said.isEmpty()) {
      text.append(String.format(Locale.ROOT, " In it: %s.", String.join("; ", said)));
    }
    return text.toString();
  }
}
