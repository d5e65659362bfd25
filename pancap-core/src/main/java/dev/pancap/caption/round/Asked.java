package dev.pancap.caption.round;

import dev.pancap.model.TokenUsage;
import java.io.Serializable;

/**
 * What answers cost.
 *
 * @param requests answers asked of the model
 * @param fromJournal answers that were already there
 * @param tokens of the answers that were asked of the model
 */
public record Asked(int requests, int fromJournal, TokenUsage tokens) implements Serializable {
  public static final Asked NOTHING = new Asked(0, 0, TokenUsage.NONE);

  public Asked plus(Asked other) {
    return new Asked(
        requests + other.requests, fromJournal + other.fromJournal, tokens.plus(other.tokens));
  }
}
