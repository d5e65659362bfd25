package dev.pancap.model.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import dev.pancap.model.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {
  private static final String TABLE =
      "models: {m: {currency: EUR, prompt: 2, cached: 1, image: 4, completion: 10, reasoning: 20}}";

  @Test
  void chargesEachKindOfTokenItsOwnPriceAndEachTokenOnce() {
    TokenPrice price = PriceTable.parse(TABLE, "t").of("m").orElseThrow();

    // 300 plain at 2, 500 cached at 1, 200 of an image at 4, 60 said at 10, 40 thought at 20
    Money cost = price.of(new TokenUsage(1000, 500, 200, 100, 40));

    assertThat(cost.amount()).isEqualByComparingTo("0.0033");
    assertThat(cost).hasToString("0.0033 EUR");
  }

  @Test
  void aServerThatCountsImageTokensAsCachedTooIsNotPaidTwice() {
    TokenPrice price = PriceTable.parse(TABLE, "t").of("m").orElseThrow();

    assertThat(price.of(new TokenUsage(1000, 900, 800, 0, 0)).amount())
        .isEqualByComparingTo("0.0013");
  }

  @Test
  void noUsageCostsMoreThanTheUpperBound() {
    TokenPrice price = PriceTable.parse(TABLE, "t").of("m").orElseThrow();

    assertThat(price.atMost(1000, 100).amount())
        .isEqualByComparingTo("0.006")
        .isGreaterThanOrEqualTo(price.of(new TokenUsage(1000, 0, 1000, 100, 100)).amount());
  }

  @Test
  void detailsFallBackToTheWhole() {
    TokenPrice price =
        PriceTable.parse("models: {m: {currency: USD, prompt: 3, completion: 5}}", "t")
            .of("m")
            .orElseThrow();

    assertThat(price.cached()).isEqualByComparingTo("3");
    assertThat(price.image()).isEqualByComparingTo("3");
    assertThat(price.reasoning()).isEqualByComparingTo("5");
  }

  @Test
  void theBuiltInTableCanBeRead() {
    assertThat(PriceTable.builtIn().of("gpt-4o-mini")).isPresent();
    assertThat(PriceTable.builtIn().of("gpt-4o-mini-")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{prompt: 1, completion: 1} | t: m has no currency; write for example 'currency: USD'",
        "{currency: XQZ, prompt: 1, completion: 1} | t: m: 'XQZ' is no currency's code",
        "{currency: USD, completion: 1} | t: m: 'prompt' must be a price for a million tokens",
        "{currency: USD, prompt: -1, completion: 1} | t: m: 'prompt' must be a price",
        "{currency: USD, prompt: 1, completion: x} | t: m: 'completion' must be a price",
        "{currency: USD, prompt: 1, completion: 1, imgae: 2} | t: m has an unknown part: imgae"
      })
  void refusesMistakes(String entry, String message) {
    assertThatThrownBy(() -> PriceTable.parse("models: {m: " + entry + "}", "t"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void amountsOfTwoCurrenciesAreNotAdded() {
    Money euros = PriceTable.parse(TABLE, "t").of("m").orElseThrow().atMost(1, 1);
    Money dollars = PriceTable.builtIn().of("gpt-4o").orElseThrow().atMost(1, 1);

    assertThatThrownBy(() -> euros.plus(dollars))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot add USD to EUR");
  }
}
