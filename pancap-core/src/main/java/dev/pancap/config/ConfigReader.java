package dev.pancap.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: the defaults of {@code conf/pancap.yaml}, overlaid by the user's file,
 * overlaid by {@code a.b=c} assignments. The defaults name every key there is, so a key that they
 * do not name is an error.
 */
public final class ConfigReader {
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private ConfigReader() {}

  /**
   * @param file the text of the user's YAML file, or null
   * @param fileName its name, for messages
   * @param assignments {@code a.b=c}, later ones win
   * @throws ConfigException if a key is unknown or a value cannot be read
   */
  public static PancapConfig read(
      @Nullable String file, String fileName, List<String> assignments) {
    ObjectNode tree = defaults();
    if (file != null) {
      overlay(tree, parse(file, fileName), "", fileName);
    }
    for (String assignment : assignments) {
      assign(tree, assignment);
    }
    return bind(tree);
  }

  /** The settings as YAML, as {@link #read} would read them again. */
  public static String write(PancapConfig config) {
    try {
      return YAML.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Settings that were read can be written", e);
    }
  }

  private static ObjectNode defaults() {
    try (InputStream yaml =
        Objects.requireNonNull(
            ConfigReader.class.getResourceAsStream("/dev/pancap/conf/pancap.yaml"))) {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in pancap.yaml cannot be read", e);
    }
  }

  private static ObjectNode parse(String text, String fileName) {
    try {
      JsonNode tree = YAML.readTree(text);
      if (tree == null || tree.isMissingNode() || tree.isNull()) {
        return YAML.createObjectNode();
      }
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw new ConfigException(
          "%s must hold settings such as 'model: {engine: describer}', but is a %s"
              .formatted(fileName, tree.getNodeType().name().toLowerCase(Locale.ROOT)));
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "%s is not YAML: %s (line %d)"
              .formatted(fileName, firstLine(e.getOriginalMessage()), lineOf(e)),
          e);
    }
  }

  private static void overlay(ObjectNode base, ObjectNode changes, String path, String source) {
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      String key = path + change.getKey();
      JsonNode known = base.get(change.getKey());
      if (known == null) {
        throw unknown(key, base, source);
      }
      if (known instanceof ObjectNode group && change.getValue() instanceof ObjectNode part) {
        overlay(group, part, key + ".", source);
      } else if (known instanceof ObjectNode) {
        throw new ConfigException(
            "%s: %s is a group of settings (%s), not one value"
                .formatted(source, key, namesOf((ObjectNode) known)));
      } else {
        base.set(change.getKey(), change.getValue());
      }
    }
  }

  private static void assign(ObjectNode tree, String assignment) {
    int equals = assignment.indexOf('=');
    ConfigException.check(
        equals > 0, "--set wants name=value, for example model.engine=openai: '%s'", assignment);
    String[] names = assignment.substring(0, equals).strip().split("\\.");
    JsonNode value = parseScalar(assignment.substring(equals + 1));
    for (int i = names.length - 1; i > 0; i--) {
      value = YAML.createObjectNode().set(names[i], value);
    }
    overlay(tree, YAML.createObjectNode().set(names[0], value), "", "--set");
  }

  private static JsonNode parseScalar(String text) {
    try {
      JsonNode value = YAML.readTree(text);
      return value == null || value.isMissingNode() ? YAML.nullNode() : value;
    } catch (JsonProcessingException e) {
      return YAML.getNodeFactory().textNode(text);
    }
  }

  private static PancapConfig bind(ObjectNode tree) {
    try {
      return YAML.treeToValue(tree, PancapConfig.class);
    } catch (JsonMappingException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof ConfigException mistake) {
          throw mistake;
        }
      }
      String key =
          e.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .filter(Objects::nonNull)
              .collect(Collectors.joining("."));
      throw new ConfigException(
          "Setting %s cannot be read: %s".formatted(key, firstLine(e.getOriginalMessage())), e);
    } catch (JsonProcessingException e) {
      throw new ConfigException("Settings cannot be read: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  private static ConfigException unknown(String key, ObjectNode group, String source) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    String nearest =
        new TreeSet<>(namesOf(group))
            .stream().min(Comparator.comparingInt(known -> distance(known, name))).orElse("");
    return new ConfigException(
        "%s: unknown setting %s; %s"
            .formatted(
                source,
                key,
                distance(nearest, name) <= 3
                    ? "did you mean " + nearest + "?"
                    : "known here: " + String.join(", ", new TreeSet<>(namesOf(group)))));
  }

  private static List<String> namesOf(ObjectNode group) {
    return group.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }

  private static long lineOf(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
