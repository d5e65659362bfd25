package dev.pancap.model.budget;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Limits that hold for all executors together. 0 stands for no limit.
 *
 * @param requestsPerMinute requests sent, retries included
 * @param tokensPerMinute tokens of prompts and answers
 * @param maxRequests requests sent in the run, retries included
 * @param maxCost money spent in the run, in the currency of the model's price
 */
public record BudgetLimits(
    long requestsPerMinute, long tokensPerMinute, long maxRequests, BigDecimal maxCost)
    implements Serializable {
  public static final BudgetLimits NONE = new BudgetLimits(0, 0, 0, BigDecimal.ZERO);

  public boolean isUnlimited() {
    return requestsPerMinute == 0
        && tokensPerMinute == 0
        && maxRequests == 0
        && maxCost.signum() == 0;
  }
}
