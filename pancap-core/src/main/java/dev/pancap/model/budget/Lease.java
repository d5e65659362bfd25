package dev.pancap.model.budget;

import java.io.Serializable;

/**
 * The ledger's word on one claim.
 *
 * @param waitNanos how long to wait: before sending where granted, before asking again where busy
 */
public record Lease(Verdict verdict, long waitNanos) implements Serializable {

  /** What a claim is told. */
  public enum Verdict {
    /** The request may be sent after the wait. */
    GRANTED,
    /** What is in flight may use up the budget; ask again once some of it is settled. */
    BUSY,
    /** The run has sent all the requests that it may. */
    REQUESTS_SPENT,
    /** The next request could cost more money than the run has left. */
    MONEY_SPENT
  }
}
