package dev.pancap.model.budget;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What an executor says to the keeper of a run's ledger. The answer is one {@link Lease} for each
 * claim, in order.
 */
public record BudgetCall(RunBudget run, List<Settlement> settlements, List<Claim> claims)
    implements Serializable {

  /** Settles first, so that what is given back can be claimed again. */
  public ArrayList<Lease> applyTo(BudgetLedger ledger, long nanoTime) {
    settlements.forEach(settled -> ledger.settle(settled.upper(), settled.used()));
    ArrayList<Lease> leases = new ArrayList<>();
    claims.forEach(claim -> leases.add(ledger.claim(claim, nanoTime)));
    return leases;
  }
}
