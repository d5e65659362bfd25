package dev.pancap.model;

import java.io.Serializable;

/**
 * Tokens that an answer cost. {@code cachedTokens} and {@code imageTokens} are parts of {@code
 * promptTokens}, {@code reasoningTokens} is a part of {@code completionTokens}.
 */
public record TokenUsage(
    long promptTokens,
    long cachedTokens,
    long imageTokens,
    long completionTokens,
    long reasoningTokens)
    implements Serializable {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        promptTokens + other.promptTokens,
        cachedTokens + other.cachedTokens,
        imageTokens + other.imageTokens,
        completionTokens + other.completionTokens,
        reasoningTokens + other.reasoningTokens);
  }
}
