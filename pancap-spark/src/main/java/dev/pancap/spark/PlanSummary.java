package dev.pancap.spark;

import dev.pancap.model.cost.Estimate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a build would take.
 *
 * @param unchanged images that nothing has changed about since the last run; the figures below are
 *     of the others. 0 where that was not found out
 * @param answered answers that are in the journal
 * @param newRequests by round: what was never asked
 * @param invalidated by round: what was asked in another form, and is asked again
 * @param because what has changed since the last run, where answers are invalidated
 * @param quarantined images that cannot be used as things stand
 * @param promptTokens of all requests to be sent, without re-asks
 * @param answerTokens the same of their answers
 * @param tokensFrom where the token figures come from, in a sentence
 * @param cost in the model's currency; null where it has no price
 * @param currency of the cost, or empty
 * @param seconds how long the limits make it take; null where nothing limits it and no answer was
 *     ever timed
 * @param boundBy what makes it take that long
 */
public record PlanSummary(
    long images,
    long unchanged,
    long answered,
    Map<String, Long> newRequests,
    Map<String, Long> invalidated,
    List<String> because,
    long quarantined,
    Estimate promptTokens,
    Estimate answerTokens,
    String tokensFrom,
    @Nullable Estimate cost,
    String currency,
    @Nullable Estimate seconds,
    String boundBy) {

  public long requests() {
    return newRequests.values().stream().mapToLong(n -> n).sum()
        + invalidated.values().stream().mapToLong(n -> n).sum();
  }
}
