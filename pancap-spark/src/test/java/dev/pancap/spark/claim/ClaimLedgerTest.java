package dev.pancap.spark.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.spark.claim.ClaimCall.Attempt;
import dev.pancap.spark.claim.ClaimCall.Part;
import org.junit.jupiter.api.Test;

class ClaimLedgerTest {
  private static final Part PART = new Part("run", 3);
  private static final Attempt FIRST = new Attempt(10, "1");
  private static final Attempt COPY = new Attempt(11, "2");

  private final ClaimLedger ledger = new ClaimLedger();

  @Test
  void aCopyOfATaskWaitsUntilTheFirstHasStoredItsAnswers() {
    assertThat(ledger.take(PART, FIRST, 0)).isTrue();
    assertThat(ledger.take(PART, COPY, 1)).isFalse();
    assertThat(ledger.take(PART, FIRST, 2)).as("who holds it may ask again").isTrue();

    ledger.ended(FIRST.taskAttemptId(), 3);
    assertThat(ledger.take(PART, COPY, 4)).as("answers are still on their way").isFalse();

    ledger.release(PART, FIRST);
    assertThat(ledger.take(PART, COPY, 5)).isTrue();
    assertThat(ledger.take(PART, FIRST, 6)).isFalse();
  }

  @Test
  void aLostExecutorHoldsNothing() {
    assertThat(ledger.take(PART, FIRST, 0)).isTrue();

    ledger.lost("7");
    assertThat(ledger.take(PART, COPY, 1)).isFalse();
    ledger.lost(FIRST.executorId());
    assertThat(ledger.take(PART, COPY, 2)).isTrue();
  }

  @Test
  void onlyTheHolderFreesAPart() {
    assertThat(ledger.take(PART, FIRST, 0)).isTrue();
    ledger.release(PART, COPY);
    ledger.ended(COPY.taskAttemptId(), 1);
    assertThat(ledger.take(PART, COPY, 2)).isFalse();
  }

  @Test
  void partsAndRunsAreIndependent() {
    assertThat(ledger.take(PART, FIRST, 0)).isTrue();
    assertThat(ledger.take(new Part("run", 4), COPY, 0)).isTrue();
    assertThat(ledger.take(new Part("another run", 3), COPY, 0)).isTrue();
  }

  @Test
  void aTaskWhoseLastWordWasLostHoldsItsPartForAWhileOnly() {
    long end = Long.MAX_VALUE - 5;
    long grace = ClaimLedger.GRACE.toNanos();
    assertThat(ledger.take(PART, FIRST, 0)).isTrue();
    ledger.ended(FIRST.taskAttemptId(), end);

    assertThat(ledger.take(PART, COPY, end + grace)).as("also where nanoTime overflows").isFalse();
    assertThat(ledger.take(PART, COPY, end + grace + 1)).isTrue();
  }
}
