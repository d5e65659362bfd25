package dev.pancap.model.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Prices by model, read from a file laid out as {@code conf/prices.yaml}. */
public final class PriceTable {
  private static final ObjectMapper YAML = YAMLMapper.builder().build();
  private static final Set<String> KEYS =
      Set.of("currency", "prompt", "cached", "image", "completion", "reasoning");

  private final Map<String, TokenPrice> prices;

  private PriceTable(Map<String, TokenPrice> prices) {
    this.prices = Map.copyOf(prices);
  }

  /** The table that pancap brings. */
  public static PriceTable builtIn() {
    try (InputStream yaml =
        Objects.requireNonNull(
            PriceTable.class.getResourceAsStream("/dev/pancap/conf/prices.yaml"))) {
      return parse(
          new String(yaml.readAllBytes(), StandardCharsets.UTF_8), "the built-in prices.yaml");
    } catch (IOException e) {
      throw new UncheckedIOException("The built-in prices.yaml cannot be read", e);
    }
  }

  /**
   * @param name the file's name, for messages
   * @throws ConfigException if the text is not such a table, or a price has no currency
   */
  public static PriceTable parse(String yaml, String name) {
    JsonNode models;
    try {
      models = YAML.readTree(yaml).path("models");
    } catch (JsonProcessingException e) {
      throw new ConfigException("%s is not YAML".formatted(name), e);
    }
    ConfigException.check(models.isObject(), "%s must hold 'models:' with one entry a model", name);
    Map<String, TokenPrice> prices = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : models.properties()) {
      prices.put(entry.getKey(), price(entry.getValue(), name + ": " + entry.getKey()));
    }
    return new PriceTable(prices);
  }

  /** The price of the model with exactly this name. */
  public Optional<TokenPrice> of(String model) {
    return Optional.ofNullable(prices.get(model));
  }

  private static TokenPrice price(JsonNode entry, String where) {
    for (Map.Entry<String, JsonNode> part : entry.properties()) {
      ConfigException.check(
          KEYS.contains(part.getKey()), "%s has an unknown part: %s", where, part.getKey());
    }
    String code = entry.path("currency").asText("");
    ConfigException.check(
        !code.isEmpty(), "%s has no currency; write for example 'currency: USD'", where);
    BigDecimal prompt = amount(entry, "prompt", where);
    BigDecimal completion = amount(entry, "completion", where);
    return new TokenPrice(
        currency(code, where),
        prompt,
        entry.has("cached") ? amount(entry, "cached", where) : prompt,
        entry.has("image") ? amount(entry, "image", where) : prompt,
        completion,
        entry.has("reasoning") ? amount(entry, "reasoning", where) : completion);
  }

  private static Currency currency(String code, String where) {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "%s: '%s' is no currency's code; write for example USD".formatted(where, code), e);
    }
  }

  private static BigDecimal amount(JsonNode entry, String part, String where) {
    JsonNode value = entry.path(part);
    ConfigException.check(
        value.isNumber() && value.decimalValue().signum() >= 0,
        "%s: '%s' must be a price for a million tokens, 0 or more",
        where,
        part);
    return value.decimalValue();
  }
}
