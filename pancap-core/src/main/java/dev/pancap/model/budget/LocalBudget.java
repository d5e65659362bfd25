package dev.pancap.model.budget;

import dev.pancap.model.ModelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The budget of a JVM that asks alone. */
public final class LocalBudget implements RequestBudget {
  private final BudgetLedger ledger;
  private final Scheduler scheduler;

  public LocalBudget(BudgetLedger ledger, Scheduler scheduler) {
    this.ledger = ledger;
    this.scheduler = scheduler;
  }

  @Override
  public CompletableFuture<Void> acquire(Claim upper) {
    CompletableFuture<Void> granted = new CompletableFuture<>();
    claim(upper, granted);
    return granted;
  }

  @Override
  public void settle(Claim upper, Claim used) {
    ledger.settle(upper, used);
  }

  @Override
  public void close() {
    // The scheduler belongs to the caller.
  }

  private void claim(Claim upper, CompletableFuture<Void> granted) {
    Lease lease = ledger.claim(upper, scheduler.nanoTime());
    switch (lease.verdict()) {
      case GRANTED -> {
        if (lease.waitNanos() <= 0) {
          granted.complete(null);
        } else {
          scheduler.after(Duration.ofNanos(lease.waitNanos()), () -> granted.complete(null));
        }
      }
      case BUSY ->
          scheduler.after(Duration.ofNanos(lease.waitNanos()), () -> claim(upper, granted));
      case REQUESTS_SPENT, MONEY_SPENT -> granted.completeExceptionally(spent(lease.verdict()));
    }
  }

  /** What a request is told that the budget has no room for. */
  public static ModelException spent(Lease.Verdict verdict) {
    return new ModelException(
        ModelException.Kind.BUDGET_SPENT,
        verdict == Lease.Verdict.REQUESTS_SPENT
            ? "The run has sent as many requests as model.openai.max-requests allows"
            : "The next request could cost more than model.openai.max-cost leaves");
  }
}
