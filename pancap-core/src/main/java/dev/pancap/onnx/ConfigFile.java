package dev.pancap.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * A JSON file of a model's folder. Values are named by their path, such as {@code
 * text_config.hidden_size}. What is missing or of another type is a {@link ConfigException} that
 * names file and path.
 */
public final class ConfigFile {
  private final Path file;
  private final JsonNode root;

  ConfigFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /** The object under a path as a file of its own, where it is there. */
  public Optional<ConfigFile> section(String path) {
    return find(path).filter(JsonNode::isObject).map(node -> new ConfigFile(file, node));
  }

  public int integer(String path) {
    return optionalInteger(path).orElseThrow(() -> missing(path));
  }

  public Optional<Integer> optionalInteger(String path) {
    return find(path)
        .map(node -> typed(node, path, node.canConvertToInt() && node.isNumber(), "whole number"))
        .map(JsonNode::intValue);
  }

  public double number(String path) {
    return optionalNumber(path).orElseThrow(() -> missing(path));
  }

  public Optional<Double> optionalNumber(String path) {
    return find(path)
        .map(node -> typed(node, path, node.isNumber(), "number"))
        .map(JsonNode::doubleValue);
  }

  public Optional<Boolean> optionalFlag(String path) {
    return find(path)
        .map(node -> typed(node, path, node.isBoolean(), "true or false"))
        .map(JsonNode::booleanValue);
  }

  /** A text, or the {@code content} of an object, as tokenizers write their special tokens. */
  public Optional<String> optionalText(String path) {
    return find(path)
        .map(node -> node.isObject() && node.has("content") ? node.get("content") : node)
        .map(node -> typed(node, path, node.isTextual(), "text"))
        .map(JsonNode::textValue);
  }

  public String text(String path) {
    return optionalText(path).orElseThrow(() -> missing(path));
  }

  /** One number or a list of them. */
  public List<Long> integers(String path) {
    return list(path, JsonNode::canConvertToLong, "whole number", JsonNode::longValue);
  }

  /** One number or a list of them. */
  public List<Double> numbers(String path) {
    return list(path, JsonNode::isNumber, "number", JsonNode::doubleValue);
  }

  /** The texts of a named property over the objects of a list; empty where there is no list. */
  public List<String> textsOf(String listPath, String property) {
    JsonNode list = find(listPath).filter(JsonNode::isArray).orElse(null);
    if (list == null) {
      return List.of();
    }
    return StreamSupport.stream(list.spliterator(), false)
        .map(node -> node.path(property).asText(""))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** The texts under an object's keys, in the file's order. */
  public Map<String, String> textsByKey(String path) {
    JsonNode node = find(path).orElseThrow(() -> missing(path));
    typed(node, path, node.isObject(), "object");
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      texts.put(
          entry.getKey(),
          typed(entry.getValue(), path + "." + entry.getKey(), entry.getValue().isTextual(), "text")
              .textValue());
    }
    return texts;
  }

  /** An error about this file: what is wrong in it. */
  public ConfigException error(String message, Object... arguments) {
    return new ConfigException("%s: %s".formatted(file, message.formatted(arguments)));
  }

  private <T> List<T> list(
      String path, Function<JsonNode, Boolean> fits, String kind, Function<JsonNode, T> value) {
    JsonNode node = find(path).orElseThrow(() -> missing(path));
    if (!node.isArray()) {
      return List.of(value.apply(typed(node, path, fits.apply(node), kind)));
    }
    return StreamSupport.stream(node.spliterator(), false)
        .map(item -> typed(item, path, fits.apply(item), kind))
        .map(value)
        .toList();
  }

  private Optional<JsonNode> find(String path) {
    JsonNode node = root;
    for (String name : path.split("\\.")) {
      node = node.path(name);
    }
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  private JsonNode typed(JsonNode node, String path, boolean fits, String kind) {
    if (!fits) {
      String found = node.toString();
      throw error(
          "%s must be a %s, found %s",
          path, kind, found.length() <= 60 ? found : found.substring(0, 60) + "…");
    }
    return node;
  }

  private ConfigException missing(String path) {
    return error("%s is missing", path);
  }
}
