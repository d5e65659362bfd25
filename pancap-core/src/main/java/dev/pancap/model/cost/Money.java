package dev.pancap.model.cost;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** An exact amount of one currency. */
public record Money(BigDecimal amount, Currency currency) implements Serializable {

  /**
   * @throws IllegalArgumentException if the currencies differ
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("Cannot add %s to %s".formatted(other.currency, currency));
    }
    return new Money(amount.add(other.amount), currency);
  }

  public Money times(long factor) {
    return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
  }

  /** The amount to four places and the currency's code, such as {@code 12.3400 USD}. */
  @Override
  public String toString() {
    return amount.setScale(4, RoundingMode.HALF_UP).toPlainString()
        + " "
        + currency.getCurrencyCode();
  }
}
