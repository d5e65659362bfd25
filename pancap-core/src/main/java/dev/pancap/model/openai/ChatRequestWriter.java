package dev.pancap.model.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.model.ModelRequest;
import dev.pancap.model.Round;
import dev.pancap.model.openai.OpenAiConfig.AnswerFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Writes a request as the JSON of chat completions. What all images share comes first and the
 * pictures last, so that a server can keep the common prefix in its cache.
 */
final class ChatRequestWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final ObjectMapper TREES = new ObjectMapper();

  /**
   * One schema for all images, although the marks of each are known: servers compile a schema on
   * first sight, and would compile a new one for every image.
   */
  private static final String REGION_LINES_SCHEMA =
      "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"regions\"],"
          + "\"properties\":{\"regions\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
          + "\"additionalProperties\":false,\"required\":[\"id\",\"category\",\"description\"],"
          + "\"properties\":{\"id\":{\"type\":\"integer\"},\"category\":{\"type\":\"string\"},"
          + "\"description\":{\"type\":\"string\"}}}}}}";

  private final OpenAiConfig config;

  ChatRequestWriter(OpenAiConfig config) {
    this.config = config;
  }

  /** Whether a request of this round is sent with a schema where the server knows schemas. */
  boolean wantsSchema(Round round) {
    return round == Round.DESCRIBE
        && (config.answerFormat() == AnswerFormat.JSON_SCHEMA
            || config.answerFormat() == AnswerFormat.AUTO && config.dialect().takesSchema());
  }

  byte[] write(ModelRequest request) {
    return write(request, Pictures.of(request), Form.TEXT);
  }

  byte[] writeWithSchema(ModelRequest request) {
    return write(request, Pictures.of(request), Form.SCHEMA);
  }

  /** The request as people read it: each picture is its kind and length. */
  String describe(ModelRequest request) {
    Pictures pictures = Pictures.of(request).abridged();
    Form form = wantsSchema(request.round()) ? Form.SCHEMA : Form.TEXT;
    try {
      return TREES.readTree(write(request, pictures, form)).toPrettyString();
    } catch (IOException e) {
      throw new UncheckedIOException("What was written can be read", e);
    }
  }

  private byte[] write(ModelRequest request, Pictures pictures, Form form) {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(
            4096 + 2 * request.user().length() + request.system().length() + pictures.length());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", config.model());
      json.writeArrayFieldStart("messages");
      if (!request.system().isEmpty()) {
        json.writeStartObject();
        json.writeStringField("role", "system");
        json.writeStringField("content", request.system());
        json.writeEndObject();
      }
      writeUser(json, request, pictures);
      json.writeEndArray();
      if (config.temperature() != null) {
        json.writeNumberField("temperature", config.temperature());
      }
      json.writeNumberField(config.dialect().maxTokensField(), request.maxTokens());
      if (config.dialect().takesSeed()) {
        json.writeNumberField("seed", config.seed());
      }
      if (config.dialect().takesRequestId()) {
        json.writeStringField("request_id", request.key());
      }
      if (form == Form.SCHEMA) {
        writeSchema(json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  private void writeUser(JsonGenerator json, ModelRequest request, Pictures pictures)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("role", "user");
    json.writeArrayFieldStart("content");
    json.writeStartObject();
    json.writeStringField("type", "text");
    json.writeStringField("text", request.user());
    json.writeEndObject();
    for (String url : pictures.urls()) {
      json.writeStartObject();
      json.writeStringField("type", "image_url");
      json.writeObjectFieldStart("image_url");
      json.writeStringField("url", url);
      json.writeStringField("detail", config.imageDetail().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeSchema(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("response_format");
    json.writeStringField("type", "json_schema");
    json.writeObjectFieldStart("json_schema");
    json.writeStringField("name", "region_captions_v1");
    json.writeBooleanField("strict", true);
    json.writeFieldName("schema");
    json.writeRawValue(REGION_LINES_SCHEMA);
    json.writeEndObject();
    json.writeEndObject();
  }

  private enum Form {
    TEXT,
    SCHEMA
  }

  /**
   * The pictures of a request as {@code data:} addresses: the original, then the overlay; a free
   * question has no overlay.
   */
  private record Pictures(List<String> urls) {

    static Pictures of(ModelRequest request) {
      if (!request.withImages()) {
        return new Pictures(List.of());
      }
      String original = dataUrl(request.scene().originalJpeg());
      return request.round() == Round.ASK
          ? new Pictures(List.of(original))
          : new Pictures(List.of(original, dataUrl(request.scene().overlayJpeg())));
    }

    Pictures abridged() {
      return new Pictures(
          urls.stream()
              .map(
                  url -> {
                    int comma = url.indexOf(',');
                    return "%s,… (%d characters)"
                        .formatted(url.substring(0, comma), url.length() - comma - 1);
                  })
              .toList());
    }

    int length() {
      return urls.stream().mapToInt(String::length).sum();
    }

    private static String dataUrl(byte[] picture) {
      boolean png = picture.length > 3 && picture[0] == (byte) 0x89 && picture[1] == 'P';
      return (png ? "data:image/png;base64," : "data:image/jpeg;base64,")
          + Base64.getEncoder().encodeToString(picture);
    }
  }
}
