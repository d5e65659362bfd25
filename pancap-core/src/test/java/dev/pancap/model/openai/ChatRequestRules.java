package dev.pancap.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/**
 * What a chat completion request may look like: the fields of OpenAI's published schema, and vLLM's
 * where {@code request_id} shows that vLLM is meant.
 */
final class ChatRequestRules {
  private static final Set<String> OPENAI_FIELDS =
      Set.of("model", "messages", "temperature", "max_completion_tokens", "response_format");
  private static final Set<String> OTHER_FIELDS =
      Set.of("model", "messages", "temperature", "max_tokens", "response_format", "seed");
  private static final Set<String> VLLM_FIELDS =
      Set.of(
          "model",
          "messages",
          "temperature",
          "max_completion_tokens",
          "response_format",
          "seed",
          "request_id");

  private ChatRequestRules() {}

  static List<String> faults(JsonNode request) {
    List<String> faults = new ArrayList<>();
    Set<String> known =
        request.has("request_id")
            ? VLLM_FIELDS
            : request.has("max_tokens") ? OTHER_FIELDS : OPENAI_FIELDS;
    for (Map.Entry<String, JsonNode> field : request.properties()) {
      if (!known.contains(field.getKey())) {
        faults.add("unknown field " + field.getKey());
      }
    }
    if (!request.path("model").isTextual() || request.path("model").asText().isBlank()) {
      faults.add("model is missing");
    }
    int budget = request.path("max_completion_tokens").asInt(request.path("max_tokens").asInt());
    if (budget <= 0) {
      faults.add("the token budget is missing");
    }
    JsonNode messages = request.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      faults.add("messages are missing");
    }
    for (JsonNode message : messages) {
      message(message, faults);
    }
    if (request.has("response_format")) {
      format(request.path("response_format"), faults);
    }
    return faults;
  }

  private static void message(JsonNode message, List<String> faults) {
    String role = message.path("role").asText();
    if (role.equals("system") && message.path("content").isTextual()) {
      return;
    }
    if (!role.equals("user") || !message.path("content").isArray()) {
      faults.add("a message of role '%s' with the wrong content".formatted(role));
      return;
    }
    boolean pictures = false;
    for (JsonNode part : message.path("content")) {
      switch (part.path("type").asText()) {
        case "text" -> {
          if (pictures || part.path("text").asText().isBlank()) {
            faults.add("text behind a picture, or empty");
          }
        }
        case "image_url" -> {
          pictures = true;
          picture(part.path("image_url"), faults);
        }
        default -> faults.add("unknown part " + part.path("type"));
      }
    }
  }

  private static void picture(JsonNode picture, List<String> faults) {
    if (!Set.of("auto", "low", "high").contains(picture.path("detail").asText())) {
      faults.add("unknown detail " + picture.path("detail"));
    }
    String url = picture.path("url").asText();
    int comma = url.indexOf(',');
    if (!url.startsWith("data:image/jpeg;base64,") && !url.startsWith("data:image/png;base64,")) {
      faults.add("a picture that is no data: JPEG or PNG");
      return;
    }
    try {
      BufferedImage image =
          ImageIO.read(
              new ByteArrayInputStream(Base64.getDecoder().decode(url.substring(comma + 1))));
      if (image == null) {
        faults.add("a picture that cannot be decoded");
      }
    } catch (IOException | IllegalArgumentException e) {
      faults.add("a picture that cannot be decoded");
    }
  }

  private static void format(JsonNode format, List<String> faults) {
    JsonNode schema = format.path("json_schema");
    if (!format.path("type").asText().equals("json_schema")
        || !schema.path("name").asText().matches("[A-Za-z0-9_-]{1,64}")
        || !schema.path("strict").asBoolean()) {
      faults.add("a response_format that is no strict json_schema with a name");
    }
    strict(schema.path("schema"), faults);
  }

  /** A strict schema closes every object and requires all of its properties. */
  private static void strict(JsonNode schema, List<String> faults) {
    if (schema.path("type").asText().equals("object")) {
      Set<String> required = new TreeSet<>();
      schema.path("required").forEach(name -> required.add(name.asText()));
      Set<String> properties = new TreeSet<>();
      schema.path("properties").fieldNames().forEachRemaining(properties::add);
      if (!required.equals(properties) || schema.path("additionalProperties").asBoolean(true)) {
        faults.add("a schema that is not strict");
      }
    }
    for (JsonNode child : schema) {
      if (child.isContainerNode()) {
        strict(child, faults);
      }
    }
  }
}
