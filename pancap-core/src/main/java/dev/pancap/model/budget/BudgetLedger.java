package dev.pancap.model.budget;

import dev.pancap.model.budget.Lease.Verdict;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Keeps the one account of a run. Requests are spaced evenly rather than let through in bursts: the
 * n-th request after a pause is due n intervals after the first, so no window of a minute, wherever
 * it starts, holds more than the limit. Tokens are spaced the same way by the estimate of each
 * request and corrected when its answer tells the truth.
 *
 * <p>Knows no clock and no threads: the caller passes the time. Safe for use by several threads.
 */
public final class BudgetLedger {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long BUSY_WAIT = Duration.ofMillis(200).toNanos();

  /**
   * Longer than an attempt takes. What is reserved and not settled by then was reserved by an
   * executor that died, and nobody will ever settle it.
   */
  private static final long LOST_AFTER = Duration.ofMinutes(15).toNanos();

  private final BudgetLimits limits;
  private boolean started;
  private long requestsDue;
  private long tokensDue;
  private boolean busy;
  private long busySince;
  private long requests;
  private BigDecimal spent = BigDecimal.ZERO;
  private BigDecimal reserved = BigDecimal.ZERO;

  public BudgetLedger(BudgetLimits limits) {
    this.limits = limits;
  }

  /** Claims one request. A granted claim must be settled, whatever becomes of the request. */
  public synchronized Lease claim(Claim upper, long nanoTime) {
    if (limits.maxRequests() > 0 && requests >= limits.maxRequests()) {
      return new Lease(Verdict.REQUESTS_SPENT, 0);
    }
    if (limits.maxCost().signum() > 0) {
      BigDecimal after = spent.add(upper.cost());
      if (after.compareTo(limits.maxCost()) > 0) {
        return new Lease(Verdict.MONEY_SPENT, 0);
      }
      if (after.add(reserved).compareTo(limits.maxCost()) > 0) {
        boolean lost = busy && nanoTime - busySince >= LOST_AFTER;
        busySince = busy ? busySince : nanoTime;
        busy = true;
        return lost ? new Lease(Verdict.MONEY_SPENT, 0) : new Lease(Verdict.BUSY, BUSY_WAIT);
      }
    }
    requests++;
    reserved = reserved.add(upper.cost());
    return new Lease(Verdict.GRANTED, pace(upper.tokens(), nanoTime));
  }

  /** Replaces a granted claim by what was used; {@link Claim#NOTHING} where there was no answer. */
  public synchronized void settle(Claim upper, Claim used) {
    busy = false;
    reserved = reserved.subtract(upper.cost());
    spent = spent.add(used.cost());
    if (limits.tokensPerMinute() > 0) {
      tokensDue += tokenNanos(used.tokens() - upper.tokens());
    }
  }

  /** Requests granted so far. */
  public synchronized long requests() {
    return requests;
  }

  /** Money that settled requests cost. */
  public synchronized BigDecimal spent() {
    return spent;
  }

  private long pace(long tokens, long nanoTime) {
    if (!started) {
      started = true;
      requestsDue = nanoTime;
      tokensDue = nanoTime;
    }
    // Differences are compared, as nanoTime may overflow.
    long wait = 0;
    if (limits.requestsPerMinute() > 0) {
      wait = Math.max(wait, requestsDue - nanoTime);
    }
    if (limits.tokensPerMinute() > 0) {
      wait = Math.max(wait, tokensDue - nanoTime);
    }
    long due = nanoTime + wait;
    if (limits.requestsPerMinute() > 0) {
      requestsDue = due + (MINUTE + limits.requestsPerMinute() - 1) / limits.requestsPerMinute();
    }
    if (limits.tokensPerMinute() > 0) {
      tokensDue = due + tokenNanos(tokens);
    }
    return wait;
  }

  private long tokenNanos(long tokens) {
    return (long) ((double) tokens * MINUTE / limits.tokensPerMinute());
  }
}
