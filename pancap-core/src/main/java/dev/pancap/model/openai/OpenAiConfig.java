package dev.pancap.model.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pancap.config.ConfigException;
import dev.pancap.model.budget.BudgetLimits;
import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server that speaks the OpenAI chat protocol is asked. The key is not part of it, so that it
 * can be written and printed.
 *
 * @param baseUrl scheme, host and port, and the path if the server has one; empty where no server
 *     is used
 * @param model the model's name as the server knows it
 * @param revision the model's revision, where the name alone does not identify the weights
 * @param temperature sent as it is; null sends none, for models that refuse it
 * @param seed sent to dialects that take one
 * @param maxInFlight requests that one executor has open at any time
 * @param timeout of one attempt, from sending to the last byte of the answer
 * @param deadline of one request with all its attempts, from the first sending
 * @param maxAttempts of one request, the first included
 * @param maxRetryDelay the longest wait between two attempts, whatever the server asks for
 * @param giveUpAfter how long every attempt may fail before the run stops asking
 * @param maxResponseBytes of one answer
 * @param requestsPerMinute of all executors together, retries included; 0 for no limit
 * @param tokensPerMinute of all executors together; 0 for no limit
 * @param maxRequests of the run, retries included; 0 for no limit
 * @param maxCost of the run, in the currency of the model's price; 0 for no limit
 * @param prices a file laid out as {@code conf/prices.yaml}, or empty for the built-in one
 */
public record OpenAiConfig(
    String baseUrl,
    String model,
    String revision,
    Dialect dialect,
    AnswerFormat answerFormat,
    ImageDetail imageDetail,
    @Nullable Double temperature,
    long seed,
    int maxInFlight,
    Duration timeout,
    Duration deadline,
    int maxAttempts,
    Duration maxRetryDelay,
    Duration giveUpAfter,
    int maxResponseBytes,
    long requestsPerMinute,
    long tokensPerMinute,
    long maxRequests,
    BigDecimal maxCost,
    String prices)
    implements Serializable {

  /** In what form round 1 is answered. */
  public enum AnswerFormat {
    /** A JSON schema, and lines once the server says that it knows no schema. */
    AUTO,
    /** Always a JSON schema. */
    @JsonProperty("json-schema")
    JSON_SCHEMA,
    /** Never a JSON schema: lines, as the prompt asks for them. */
    LINES
  }

  /** How closely the server looks at a picture; it decides what a picture costs. */
  public enum ImageDetail {
    AUTO,
    LOW,
    HIGH
  }

  public OpenAiConfig {
    // YAML reads a key without a value as null.
    baseUrl = orEmpty(baseUrl);
    model = orEmpty(model);
    revision = orEmpty(revision);
    prices = orEmpty(prices);
    checkUrl(baseUrl);
    ConfigException.check(
        temperature == null || temperature >= 0 && temperature <= 2,
        "model.openai.temperature must be between 0 and 2, or null to send none: %s",
        String.valueOf(temperature));
    checkPositive("max-in-flight", maxInFlight);
    ConfigException.check(
        maxInFlight <= 4096, "model.openai.max-in-flight must be at most 4096: %d", maxInFlight);
    checkPositive("max-attempts", maxAttempts);
    checkPositive("max-response-bytes", maxResponseBytes);
    checkPositive("timeout", timeout);
    checkPositive("deadline", deadline);
    checkPositive("max-retry-delay", maxRetryDelay);
    checkPositive("give-up-after", giveUpAfter);
    ConfigException.check(
        deadline.compareTo(timeout) >= 0,
        "model.openai.deadline (%s) must be at least model.openai.timeout (%s)",
        deadline,
        timeout);
    checkLimit("requests-per-minute", requestsPerMinute);
    checkLimit("tokens-per-minute", tokensPerMinute);
    checkLimit("max-requests", maxRequests);
    ConfigException.check(
        maxCost.signum() >= 0, "model.openai.max-cost must be 0 (no limit) or more: %s", maxCost);
  }

  /**
   * @throws ConfigException if the settings that have no default are missing
   */
  public void checkComplete() {
    ConfigException.check(
        !baseUrl.isBlank(),
        "model.engine is openai, but model.openai.base-url is missing;"
            + " set it, for example to http://localhost:8000");
    ConfigException.check(
        !model.isBlank(),
        "model.engine is openai, but model.openai.model is missing;"
            + " set it to the name that the server serves the model under");
  }

  /** The address of chat completions. A base address without a path gets the usual {@code /v1}. */
  public URI chatCompletions() {
    String base = baseUrl.replaceAll("/+$", "");
    boolean hasPath = !URI.create(base).getRawPath().isEmpty();
    return URI.create(base + (hasPath ? "" : "/v1") + "/chat/completions");
  }

  public BudgetLimits budgetLimits() {
    return new BudgetLimits(requestsPerMinute, tokensPerMinute, maxRequests, maxCost);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text.strip();
  }

  private static void checkUrl(String baseUrl) {
    if (baseUrl.isBlank()) {
      return;
    }
    URI uri;
    try {
      uri = new URI(baseUrl);
    } catch (URISyntaxException e) {
      throw new ConfigException("model.openai.base-url is not an address: " + baseUrl, e);
    }
    ConfigException.check(
        ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null,
        "model.openai.base-url must look like http://host:port or https://host/v1: %s",
        uri.getRawUserInfo() == null ? baseUrl : "(with a password in it)");
    ConfigException.check(
        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null,
        "model.openai.base-url must hold no user, query or fragment;"
            + " the key belongs into the environment variable PANCAP_API_KEY");
  }

  private static void checkPositive(String name, long value) {
    ConfigException.check(value > 0, "model.openai.%s must be positive: %d", name, value);
  }

  private static void checkPositive(String name, Duration value) {
    ConfigException.check(
        !value.isNegative() && !value.isZero(),
        "model.openai.%s must be a positive duration such as PT2M: %s",
        name,
        value);
  }

  private static void checkLimit(String name, long value) {
    ConfigException.check(
        value >= 0, "model.openai.%s must be 0 (no limit) or more: %d", name, value);
  }
}
