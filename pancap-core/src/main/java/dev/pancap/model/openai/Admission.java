package dev.pancap.model.openai;

import dev.pancap.model.ModelException;
import dev.pancap.model.ModelException.Kind;
import dev.pancap.model.budget.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The one door to the server: never more than the limit are inside, nobody enters while the server
 * is down, and nobody enters any more once the run has stopped. Waiting costs no thread. Safe for
 * use by several threads.
 */
final class Admission {

  /** What a request found out about the server. */
  enum Signal {
    /** It does its work, be the answer welcome or not. */
    ANSWERED,
    /** It has too much to do: 429. */
    THROTTLED,
    /** It has too much to do, or is not up: 503. */
    OVERLOADED,
    /** It is there and did not do its work, for example sent half an answer. */
    STUMBLED,
    /** It is not there, or broken. */
    DOWN,
    /** Nothing: the request was not sent. */
    UNSENT
  }

  /** Who wants in. Exactly one of the two is called, once. */
  interface Entrant {
    /** Must lead to one {@link Admission#leave}. */
    void admitted(Ticket ticket);

    void refused(ModelException stop);
  }

  /** A place inside. */
  record Ticket(boolean probe) {}

  private record Entry(Entrant entrant, Ticket ticket) {}

  private final Executor executor;
  private final Scheduler scheduler;
  private final Duration giveUpAfter;
  private final int ceiling;
  private final AdaptiveLimit limit;
  private final Breaker breaker;
  private final Deque<Entrant> waiting = new ArrayDeque<>();
  private int inside;
  private boolean probeInside;
  private boolean wakeUpSet;
  private @Nullable ModelException stop;
  private volatile Runnable onRetry = () -> {};

  Admission(OpenAiConfig config, Executor executor, Scheduler scheduler) {
    this.executor = executor;
    this.scheduler = scheduler;
    this.giveUpAfter = config.giveUpAfter();
    this.ceiling = config.maxInFlight();
    this.limit = new AdaptiveLimit(ceiling);
    this.breaker = new Breaker(giveUpAfter);
  }

  /** Has somebody be told of every attempt after a first one. */
  void onRetry(Runnable told) {
    onRetry = told;
  }

  /**
   * Waits behind all others. Where there is a place at once it is taken on the caller's thread: at
   * thousands of requests a second every change of threads shows.
   */
  void enter(Entrant entrant) {
    synchronized (this) {
      waiting.addLast(entrant);
    }
    pump(Runnable::run);
  }

  /**
   * Waits before all others, having less time left than they have. Where the server is down, waits
   * behind them: each probe then is another request, and none uses up its attempts on the outage.
   */
  void enterAgain(Entrant entrant) {
    onRetry.run();
    synchronized (this) {
      if (breaker.probing()) {
        waiting.addLast(entrant);
      } else {
        waiting.addFirst(entrant);
      }
    }
    pump(executor);
  }

  void leave(Ticket ticket, Signal signal, String cause) {
    synchronized (this) {
      inside--;
      probeInside &= !ticket.probe();
      note(signal, cause);
    }
    pump(executor);
  }

  /** Turns everybody away from here on. The first reason is kept. */
  void stop(ModelException reason) {
    synchronized (this) {
      stop = stop == null ? reason : stop;
    }
    pump(executor);
  }

  /** Why nobody is let in any more; empty while the run goes on. */
  synchronized Optional<ModelException> stopped() {
    return Optional.ofNullable(stop);
  }

  /** How many may be inside at the moment. */
  synchronized int limit() {
    return breaker.probing() ? 1 : limit.current();
  }

  private void note(Signal signal, String cause) {
    long now = scheduler.nanoTime();
    switch (signal) {
      case ANSWERED -> {
        breaker.answered();
        limit.answered();
      }
      case THROTTLED -> {
        breaker.stumbled(now);
        limit.throttled();
      }
      case OVERLOADED -> {
        breaker.failed(now);
        limit.throttled();
      }
      case STUMBLED -> breaker.stumbled(now);
      case DOWN -> breaker.failed(now);
      case UNSENT -> {}
    }
    if (stop == null && breaker.isTimeToGiveUp(now)) {
      stop =
          new ModelException(
              Kind.UNAVAILABLE,
              "The server has answered nothing for %d seconds (last: %s); nothing more is asked"
                  .formatted(giveUpAfter.toSeconds(), cause));
    }
  }

  private void pump(Executor thread) {
    List<Entry> admitted = new ArrayList<>();
    List<Entrant> refused = new ArrayList<>();
    ModelException reason;
    synchronized (this) {
      reason = stop;
      if (reason != null) {
        refused.addAll(waiting);
        waiting.clear();
      } else {
        admit(admitted);
      }
    }
    for (Entry entry : admitted) {
      thread.execute(() -> entry.entrant().admitted(entry.ticket()));
    }
    if (reason != null) {
      ModelException copy = new ModelException(reason.kind(), String.valueOf(reason.getMessage()));
      refused.forEach(entrant -> thread.execute(() -> entrant.refused(copy)));
    }
  }

  private void admit(List<Entry> admitted) {
    long pause = breaker.pauseLeft(scheduler.nanoTime());
    if (pause > 0) {
      if (!waiting.isEmpty() && !wakeUpSet) {
        wakeUpSet = true;
        scheduler.after(Duration.ofNanos(pause), this::wakeUp);
      }
      return;
    }
    while (!waiting.isEmpty() && hasPlace()) {
      Ticket ticket = new Ticket(breaker.probing());
      inside++;
      probeInside |= ticket.probe();
      admitted.add(new Entry(waiting.removeFirst(), ticket));
    }
  }

  private boolean hasPlace() {
    // Requests that hang since before the pause keep their places, but must not keep the probe out.
    return breaker.probing() ? !probeInside && inside < ceiling : inside < limit.current();
  }

  private void wakeUp() {
    synchronized (this) {
      wakeUpSet = false;
    }
    pump(executor);
  }
}
