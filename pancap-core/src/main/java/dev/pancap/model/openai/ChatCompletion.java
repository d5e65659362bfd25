package dev.pancap.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.model.ModelAnswer.Finish;
import dev.pancap.model.TokenUsage;
import java.io.IOException;

/**
 * The parts of a chat completion that matter. Everything else that servers add is passed over.
 *
 * @param text empty where the model said nothing or refused
 * @param model the model's name as the server reports it; empty where it does not
 */
record ChatCompletion(String text, Finish finish, TokenUsage usage, String model) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @throws MalformedException if the body is not a complete chat completion that has ended
   */
  static ChatCompletion parse(byte[] body) throws MalformedException {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (IOException e) {
      // Jackson's message quotes the body, so it goes no further.
      throw new MalformedException("a body of %d bytes that is no JSON".formatted(body.length));
    }
    JsonNode choice = root == null ? JSON.nullNode() : root.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) {
      throw new MalformedException(
          "a body of %d bytes without a message in it".formatted(body.length));
    }
    JsonNode refusal = message.path("refusal");
    boolean refused = refusal.isTextual() && !refusal.textValue().isEmpty();
    Finish finish = refused ? Finish.REFUSAL : finish(choice.path("finish_reason").asText(""));
    return new ChatCompletion(
        message.path("content").isTextual() ? message.path("content").textValue() : "",
        finish,
        usage(root.path("usage")),
        root.path("model").asText(""));
  }

  private static Finish finish(String reason) throws MalformedException {
    return switch (reason) {
      case "stop" -> Finish.STOP;
      case "length" -> Finish.LENGTH;
      case "content_filter" -> Finish.CONTENT_FILTER;
      // Among them vLLM's "abort", where the server was stopped in the middle of an answer.
      default -> throw new MalformedException("an answer without a known reason for its end");
    };
  }

  private static TokenUsage usage(JsonNode usage) {
    JsonNode prompt = usage.path("prompt_tokens_details");
    JsonNode completion = usage.path("completion_tokens_details");
    return new TokenUsage(
        count(usage, "prompt_tokens"),
        count(prompt, "cached_tokens"),
        count(prompt, "image_tokens"),
        count(usage, "completion_tokens"),
        count(completion, "reasoning_tokens"));
  }

  private static long count(JsonNode counts, String name) {
    return Math.max(0, counts.path(name).asLong(0));
  }

  /** A reply of status 200 that holds no answer. The message holds sizes, never the reply. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }
}
