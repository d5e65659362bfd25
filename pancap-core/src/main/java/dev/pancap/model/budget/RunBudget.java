package dev.pancap.model.budget;

import java.io.Serializable;

/**
 * The budget of one run. Each run has a ledger of its own.
 *
 * @param limits the same in all of the run's processes
 */
public record RunBudget(String runId, BudgetLimits limits) implements Serializable {}
