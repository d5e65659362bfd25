package dev.pancap.model.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.model.budget.Lease.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetLedgerTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  @Test
  void noMinuteHoldsMoreRequestsOrTokensThanItsLimitWhereverItStarts() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      long perMinute = 1 + random.nextInt(300);
      long tokensPerMinute = 1000 + random.nextInt(100_000);
      BudgetLedger ledger =
          new BudgetLedger(new BudgetLimits(perMinute, tokensPerMinute, 0, BigDecimal.ZERO));
      List<long[]> sent = new ArrayList<>();
      long now = random.nextLong();
      long start = now;
      for (int i = 0; i < 1000; i++) {
        long tokens = random.nextInt(3000);
        Lease lease = ledger.claim(new Claim(tokens, BigDecimal.ZERO), now);
        sent.add(new long[] {now + lease.waitNanos() - start, tokens});
        now += (long) (random.nextDouble() * random.nextDouble() * MINUTE / perMinute * 2);
      }
      check(sent, perMinute, tokensPerMinute, "seed " + seed);
    }
  }

  private static void check(
      List<long[]> sent, long perMinute, long tokensPerMinute, String description) {
    int from = 0;
    long tokens = 0;
    for (int to = 0; to < sent.size(); to++) {
      while (sent.get(to)[0] - sent.get(from)[0] >= MINUTE) {
        tokens -= sent.get(from++)[1];
      }
      assertThat(to - from + 1).as(description).isLessThanOrEqualTo((int) perMinute);
      // The last request's tokens are due only after it.
      assertThat(tokens).as(description).isLessThanOrEqualTo(tokensPerMinute + 1);
      tokens += sent.get(to)[1];
    }
  }

  @Test
  void withoutLimitsNothingWaits() {
    BudgetLedger ledger = new BudgetLedger(BudgetLimits.NONE);
    for (int i = 0; i < 100; i++) {
      assertThat(ledger.claim(claim(1_000_000, "5"), 7)).isEqualTo(new Lease(Verdict.GRANTED, 0));
    }
  }

  @Test
  void tokensThatWereNotUsedAreGivenBack() {
    BudgetLedger ledger = new BudgetLedger(new BudgetLimits(0, 6000, 0, BigDecimal.ZERO));
    ledger.claim(claim(6000, "0"), 0);
    ledger.settle(claim(6000, "0"), claim(1000, "0"));

    assertThat(Duration.ofNanos(ledger.claim(claim(1, "0"), 0).waitNanos())).hasSeconds(10);
  }

  @Test
  void stopsAtTheNumberOfRequests() {
    BudgetLedger ledger = new BudgetLedger(new BudgetLimits(0, 0, 2, BigDecimal.ZERO));

    assertThat(ledger.claim(Claim.NOTHING, 0).verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(ledger.claim(Claim.NOTHING, 0).verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(ledger.claim(Claim.NOTHING, 0).verdict()).isEqualTo(Verdict.REQUESTS_SPENT);
    assertThat(ledger.requests()).isEqualTo(2);
  }

  @Test
  void neverLetsMoreMoneyOutThanThereIsAndWaitsForChange() {
    BudgetLedger ledger = new BudgetLedger(new BudgetLimits(0, 0, 0, new BigDecimal("1.00")));

    assertThat(ledger.claim(claim(0, "0.60"), 0).verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(ledger.claim(claim(0, "0.60"), 0).verdict()).isEqualTo(Verdict.BUSY);
    ledger.settle(claim(0, "0.60"), claim(0, "0.30"));
    assertThat(ledger.claim(claim(0, "0.60"), 0).verdict()).isEqualTo(Verdict.GRANTED);
    ledger.settle(claim(0, "0.60"), claim(0, "0.55"));
    assertThat(ledger.claim(claim(0, "0.60"), 0).verdict()).isEqualTo(Verdict.MONEY_SPENT);
    assertThat(ledger.spent()).isEqualByComparingTo("0.85");
  }

  @Test
  void whatADeadExecutorReservedDoesNotKeepTheRunWaitingForEver() {
    BudgetLedger ledger = new BudgetLedger(new BudgetLimits(0, 0, 0, new BigDecimal("1.00")));
    ledger.claim(claim(0, "0.60"), 0);

    assertThat(ledger.claim(claim(0, "0.60"), 0).verdict()).isEqualTo(Verdict.BUSY);
    assertThat(ledger.claim(claim(0, "0.60"), 14 * MINUTE).verdict()).isEqualTo(Verdict.BUSY);
    assertThat(ledger.claim(claim(0, "0.60"), 15 * MINUTE).verdict())
        .isEqualTo(Verdict.MONEY_SPENT);
  }

  private static Claim claim(long tokens, String cost) {
    return new Claim(tokens, new BigDecimal(cost));
  }
}
