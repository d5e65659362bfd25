package dev.pancap.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server says with an error status: {@code {"error": {…}}}, or the same fields without the
 * wrapper. The names are kept where they look like names; the message, which may quote the prompt
 * or the key, is only looked at and never kept.
 *
 * @param type such as {@code invalid_request_error}, or empty
 * @param code such as {@code insufficient_quota}, or empty
 * @param param the field that is at fault, or empty
 * @param aboutSchema whether the error is about the answer's schema
 */
record ApiError(String type, String code, String param, boolean aboutSchema) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No digits, no spaces: what keys have and prompts have, and names of errors have not. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,48}");

  private static final Pattern FIELD = Pattern.compile("([A-Za-z_]{1,48})(?:[.\\[].*)?");
  private static final Pattern SCHEMA_WORDS =
      Pattern.compile("response_format|json_schema|structured.?output|guided|grammar");

  /** Codes and types under which no request of this key can succeed. */
  private static final Set<String> OUT_OF_QUOTA =
      Set.of(
          "insufficient_quota",
          "billing_hard_limit_reached",
          "billing_not_active",
          "account_deactivated",
          "access_terminated",
          "CapacityLimitExceeded");

  private static final Set<String> UNKNOWN_MODEL = Set.of("model_not_found", "DeploymentNotFound");
  private static final Set<String> UNKNOWN_FIELD =
      Set.of("unsupported_parameter", "unknown_parameter", "unsupported_value");

  static ApiError parse(byte[] body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (IOException e) {
      return new ApiError("", "", "", false);
    }
    if (root == null) {
      return new ApiError("", "", "", false);
    }
    JsonNode error = root.path("error").isObject() ? root.path("error") : root;
    String message =
        error.path("message").asText("")
            + error.path("param").asText("")
            + (root.path("error").isTextual() ? root.path("error").asText() : "")
            + root.path("detail");
    return new ApiError(
        name(error.path("type")),
        name(error.path("code")),
        field(error.path("param")),
        SCHEMA_WORDS.matcher(message).find());
  }

  boolean outOfQuota() {
    return OUT_OF_QUOTA.contains(code) || OUT_OF_QUOTA.contains(type);
  }

  boolean unknownModel() {
    return UNKNOWN_MODEL.contains(code);
  }

  /** Whether the server refuses a field that every request has. */
  boolean unknownField() {
    return UNKNOWN_FIELD.contains(code);
  }

  @Override
  public String toString() {
    return Stream.of(type, code, param)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** The request's field that {@code messages[0].content} and the like begin with. */
  private static String field(JsonNode param) {
    Matcher matcher = FIELD.matcher(param.asText(""));
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static String name(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : "";
    return NAME.matcher(text).matches() ? text : "";
  }
}
