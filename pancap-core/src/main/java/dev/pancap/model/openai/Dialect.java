package dev.pancap.model.openai;

/**
 * What a server takes. A field that a server does not know is at best ignored and at worst an
 * error, so each gets only its own.
 */
public enum Dialect {
  /** OpenAI itself and the clouds that copy it. */
  OPENAI("max_completion_tokens", true, false, false),
  /** vLLM: takes our key as its request id, and a seed. */
  VLLM("max_completion_tokens", true, true, true),
  /** SGLang. */
  SGLANG("max_completion_tokens", true, false, true),
  /** The server of llama.cpp. */
  LLAMACPP("max_tokens", true, false, true),
  /** {@code transformers serve}, which knows no schema and refuses fields that it does not know. */
  TRANSFORMERS("max_tokens", false, false, true);

  private final String maxTokensField;
  private final boolean takesSchema;
  private final boolean takesRequestId;
  private final boolean takesSeed;

  Dialect(String maxTokensField, boolean takesSchema, boolean takesRequestId, boolean takesSeed) {
    this.maxTokensField = maxTokensField;
    this.takesSchema = takesSchema;
    this.takesRequestId = takesRequestId;
    this.takesSeed = takesSeed;
  }

  String maxTokensField() {
    return maxTokensField;
  }

  boolean takesSchema() {
    return takesSchema;
  }

  boolean takesRequestId() {
    return takesRequestId;
  }

  boolean takesSeed() {
    return takesSeed;
  }
}
