package dev.pancap.caption.round;

import dev.pancap.model.ModelException;
import dev.pancap.quarantine.Reason;
import org.jspecify.annotations.Nullable;

/** How a round ended for one image. */
public sealed interface RoundOutcome<T> {

  /** What it cost, failed attempts included. */
  Asked asked();

  /**
   * The model gave an answer without a fault.
   *
   * @param key of the request whose answer was accepted
   * @param model the model's name as its server reports it
   */
  record Answered<T>(T value, String key, String model, Asked asked) implements RoundOutcome<T> {}

  /** No answer is usable; asking the same again would not help. */
  record Rejected<T>(Reason reason, String detail, Asked asked) implements RoundOutcome<T> {}

  /**
   * There is no answer now; the next run asks again.
   *
   * @param kind {@link ModelException.Kind#STOP_RUN} where no other image fares better
   */
  record Deferred<T>(ModelException.Kind kind, @Nullable String detail, Asked asked)
      implements RoundOutcome<T> {}
}
