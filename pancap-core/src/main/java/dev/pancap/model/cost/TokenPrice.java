package dev.pancap.model.cost;

import dev.pancap.model.TokenUsage;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * What one model charges, each for a million tokens.
 *
 * @param prompt prompt tokens that are neither cached nor of an image
 * @param cached prompt tokens that the server had kept from an earlier request
 * @param image prompt tokens of pictures that are not cached
 * @param completion tokens of the answer
 * @param reasoning tokens that were thought and not said
 */
public record TokenPrice(
    Currency currency,
    BigDecimal prompt,
    BigDecimal cached,
    BigDecimal image,
    BigDecimal completion,
    BigDecimal reasoning)
    implements Serializable {
  private static final BigDecimal PER_TOKEN = BigDecimal.ONE.movePointLeft(6);

  /** What an answer cost. A token is charged once, also where a server counts it in two details. */
  public Money of(TokenUsage usage) {
    long cachedTokens = Math.min(usage.cachedTokens(), usage.promptTokens());
    long imageTokens = Math.min(usage.imageTokens(), usage.promptTokens() - cachedTokens);
    long reasoningTokens = Math.min(usage.reasoningTokens(), usage.completionTokens());
    BigDecimal total =
        part(prompt, usage.promptTokens() - cachedTokens - imageTokens)
            .add(part(cached, cachedTokens))
            .add(part(image, imageTokens))
            .add(part(completion, usage.completionTokens() - reasoningTokens))
            .add(part(reasoning, reasoningTokens));
    return new Money(total, currency);
  }

  /** The most that this many tokens can cost, whatever kinds they turn out to be. */
  public Money atMost(long promptTokens, long completionTokens) {
    return new Money(
        part(prompt.max(image).max(cached), promptTokens)
            .add(part(completion.max(reasoning), completionTokens)),
        currency);
  }

  private static BigDecimal part(BigDecimal perMillion, long tokens) {
    return perMillion.multiply(BigDecimal.valueOf(tokens)).multiply(PER_TOKEN);
  }
}
