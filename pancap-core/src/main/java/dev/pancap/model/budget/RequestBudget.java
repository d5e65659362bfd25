package dev.pancap.model.budget;

import dev.pancap.model.ModelException;
import java.util.concurrent.CompletableFuture;

/**
 * Hands out leave to send requests. One JVM alone keeps its own {@link BudgetLedger}; the executors
 * of a cluster share the driver's. Safe for use by several threads.
 */
public interface RequestBudget extends AutoCloseable {

  /**
   * Completes when one request may be sent. Fails with a {@link ModelException} of kind {@code
   * BUDGET_SPENT} once the run's requests or money are spent.
   *
   * @param upper the most that the request can use
   */
  CompletableFuture<Void> acquire(Claim upper);

  /** Replaces an acquired claim by what was used. */
  void settle(Claim upper, Claim used);

  @Override
  void close();
}
