package dev.pancap.spark.budget;

import dev.pancap.model.budget.Lease;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Leases as numbers, two a lease. The driver's answer is read on a thread of Spark's network, which
 * on an executor does not see the application's jar: an answer of our own classes ends the
 * connection, and the executor with it.
 */
final class LeaseWords {
  private static final Lease.Verdict[] VERDICTS = Lease.Verdict.values();

  private LeaseWords() {}

  static long[] of(List<Lease> leases) {
    return leases.stream()
        .flatMapToLong(lease -> LongStream.of(lease.verdict().ordinal(), lease.waitNanos()))
        .toArray();
  }

  static List<Lease> leases(long[] words) {
    return IntStream.range(0, words.length / 2)
        .mapToObj(i -> new Lease(VERDICTS[(int) words[2 * i]], words[2 * i + 1]))
        .toList();
  }
}
