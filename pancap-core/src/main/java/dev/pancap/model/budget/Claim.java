package dev.pancap.model.budget;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What one request uses of the budget: an upper estimate before it is sent, the truth after.
 *
 * @param tokens of the prompt and the answer
 * @param cost money, in the currency of the model's price
 */
public record Claim(long tokens, BigDecimal cost) implements Serializable {
  public static final Claim NOTHING = new Claim(0, BigDecimal.ZERO);
}
