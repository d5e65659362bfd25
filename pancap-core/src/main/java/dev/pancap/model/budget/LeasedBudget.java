package dev.pancap.model.budget;

import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The budget of one executor among several: asks the keeper of the run's ledger. What comes in
 * while a call is on its way goes with the next one, so the number of calls does not grow with the
 * number of requests in flight.
 */
public final class LeasedBudget implements RequestBudget {
  private static final int CLAIMS_A_CALL = 256;
  private static final Duration SETTLE_WITHIN = Duration.ofMillis(100);

  /** The way to the keeper. May block. */
  public interface Channel {
    List<Lease> call(BudgetCall call) throws IOException;
  }

  private record Pending(Claim upper, CompletableFuture<Void> granted) {}

  private final RunBudget run;
  private final Channel channel;
  private final Scheduler scheduler;
  private final Executor caller;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final Deque<Settlement> settlements = new ArrayDeque<>();
  private boolean calling;
  private boolean settling;

  /**
   * @param caller runs the calls, one at a time; it may block
   */
  public LeasedBudget(RunBudget run, Channel channel, Scheduler scheduler, Executor caller) {
    this.run = run;
    this.channel = channel;
    this.scheduler = scheduler;
    this.caller = caller;
  }

  @Override
  public CompletableFuture<Void> acquire(Claim upper) {
    Pending claim = new Pending(upper, new CompletableFuture<>());
    claim(claim);
    return claim.granted();
  }

  @Override
  public synchronized void settle(Claim upper, Claim used) {
    settlements.add(new Settlement(upper, used));
    if (!settling) {
      settling = true;
      scheduler.after(SETTLE_WITHIN, this::startCall);
    }
  }

  /** What was used up to here is told to the keeper. */
  @Override
  public void close() {
    startCall();
  }

  private void claim(Pending claim) {
    synchronized (this) {
      pending.add(claim);
    }
    startCall();
  }

  private void startCall() {
    synchronized (this) {
      settling = false;
      if (calling || pending.isEmpty() && settlements.isEmpty()) {
        return;
      }
      calling = true;
    }
    caller.execute(this::call);
  }

  private void call() {
    List<Pending> claims = new ArrayList<>();
    BudgetCall call;
    synchronized (this) {
      while (!pending.isEmpty() && claims.size() < CLAIMS_A_CALL) {
        claims.add(pending.remove());
      }
      call =
          new BudgetCall(
              run,
              new ArrayList<>(settlements),
              new ArrayList<>(claims.stream().map(Pending::upper).toList()));
      settlements.clear();
    }
    try {
      List<Lease> leases = channel.call(call);
      for (int i = 0; i < claims.size(); i++) {
        tell(claims.get(i), leases.get(i));
      }
    } catch (IOException e) {
      ModelException failure =
          new ModelException(Kind.UNAVAILABLE, "The driver does not answer for the budget", e);
      claims.forEach(claim -> claim.granted().completeExceptionally(failure));
    } finally {
      synchronized (this) {
        calling = false;
      }
      startCall();
    }
  }

  private void tell(Pending claim, Lease lease) {
    Duration wait = Duration.ofNanos(lease.waitNanos());
    switch (lease.verdict()) {
      case GRANTED -> {
        if (wait.isZero() || wait.isNegative()) {
          claim.granted().complete(null);
        } else {
          scheduler.after(wait, () -> claim.granted().complete(null));
        }
      }
      case BUSY -> scheduler.after(wait, () -> claim(claim));
      case REQUESTS_SPENT, MONEY_SPENT ->
          claim.granted().completeExceptionally(LocalBudget.spent(lease.verdict()));
    }
  }
}
