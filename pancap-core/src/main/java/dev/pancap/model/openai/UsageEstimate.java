package dev.pancap.model.openai;

import dev.pancap.model.ModelRequest;
import dev.pancap.model.TokenUsage;
import dev.pancap.model.budget.Claim;
import dev.pancap.model.cost.TokenPrice;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a request may use, before it is sent. A token is taken for three characters of text, and for
 * 28 x 28 pixels of a picture, as the Qwen-VL family cuts it; once answers have told how many
 * tokens prompts really are, the estimate is scaled by the largest ratio seen. Safe for use by
 * several threads.
 */
public final class UsageEstimate {
  private static final int CHARACTERS_PER_TOKEN = 3;
  private static final int PIXELS_PER_TOKEN = 28 * 28;
  private static final int TOKENS_AROUND = 64;

  private final Optional<TokenPrice> price;
  private volatile double scale = 1;

  UsageEstimate(Optional<TokenPrice> price) {
    this.price = price;
  }

  /** The most that the request is expected to use. */
  Claim upper(ModelRequest request) {
    long prompt = (long) Math.ceil(scale * promptTokens(request));
    return new Claim(
        prompt + request.maxTokens(),
        price
            .map(known -> known.atMost(prompt, request.maxTokens()).amount())
            .orElse(BigDecimal.ZERO));
  }

  Claim used(TokenUsage usage) {
    return new Claim(
        usage.promptTokens() + usage.completionTokens(),
        price.map(known -> known.of(usage).amount()).orElse(BigDecimal.ZERO));
  }

  void learn(ModelRequest request, TokenUsage usage) {
    double ratio = (double) usage.promptTokens() / promptTokens(request);
    // A lost update costs one sample of many.
    scale = Math.max(scale, ratio);
  }

  /** Tokens of the prompt, pictures included, before any answer has told them. */
  public static long promptTokens(ModelRequest request) {
    long text = (request.system().length() + request.user().length()) / CHARACTERS_PER_TOKEN;
    long pixels =
        request.withImages()
            ? 2L * request.scene().image().width() * request.scene().image().height()
            : 0;
    return TOKENS_AROUND + text + pixels / PIXELS_PER_TOKEN;
  }
}
