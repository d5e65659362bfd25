package dev.pancap.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadAheadTest {

  @Test
  void outputsComeInTheOrderOfTheInputsAndNoMoreBytesAreAheadThanAllowed() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      int[] lengths = IntStream.range(0, 300).map(i -> random.nextInt(60)).toArray();
      long allowed = 100;
      AtomicLong ahead = new AtomicLong();
      AtomicLong most = new AtomicLong();
      List<Integer> outputs = new ArrayList<>();

      try (ReadAhead<Integer, Integer> reads =
          new ReadAhead<>(
              IntStream.range(0, 300).iterator(),
              i ->
                  new ReadAhead.Pending<>(
                      lengths[i],
                      () -> {
                        most.accumulateAndGet(ahead.addAndGet(lengths[i]), Math::max);
                        return i;
                      }),
              new ReadAhead.Bounds(1 + (int) (seed % 8), allowed))) {
        while (reads.hasNext()) {
          // Before it is handed out it counts, and room is made only after that.
          int next = reads.next();
          ahead.addAndGet(-lengths[next]);
          outputs.add(next);
        }
      }

      assertThat(outputs).as("seed %d", seed).hasSize(300).isSorted();
      // The one that is handed out may still be counted here when the next takes its room. How far
      // it gets ahead is the threads' affair.
      assertThat(most.get()).as("seed %d", seed).isPositive().isLessThanOrEqualTo(allowed + 60);
    }
  }

  @Test
  void theNextOnesAreReadWhileTheFirstIsWorkedOn() throws InterruptedException {
    CountDownLatch third = new CountDownLatch(1);
    try (ReadAhead<Integer, Integer> reads =
        new ReadAhead<>(
            List.of(1, 2, 3).iterator(),
            i ->
                new ReadAhead.Pending<>(
                    1,
                    () -> {
                      if (i == 3) {
                        third.countDown();
                      }
                      return i;
                    }),
            new ReadAhead.Bounds(1, 10))) {
      assertThat(reads.next()).isEqualTo(1);
      assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void oneThatIsLargerThanTheBoundIsReadAlone() {
    try (ReadAhead<Integer, Integer> reads =
        new ReadAhead<>(
            IntStream.range(0, 50).iterator(),
            i -> new ReadAhead.Pending<>(1000 + i, () -> i),
            new ReadAhead.Bounds(4, 10))) {
      List<Integer> outputs = new ArrayList<>();
      reads.forEachRemaining(outputs::add);

      assertThat(outputs).hasSize(50).isSorted();
      assertThatThrownBy(reads::next).isInstanceOf(NoSuchElementException.class).hasNoCause();
    }
  }

  @Test
  void whatFailsToBeLookedAtFailsInItsTurnAndHoldsNothingBack() {
    try (ReadAhead<Integer, Integer> reads =
        new ReadAhead<>(
            List.of(1, 2, 3).iterator(),
            i -> {
              if (i == 2) {
                throw new IllegalStateException("the store is away");
              }
              return new ReadAhead.Pending<>(1, () -> i);
            },
            new ReadAhead.Bounds(2, 1))) {
      assertThat(reads.next()).isEqualTo(1);
      assertThatThrownBy(reads::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the store is away");
      assertThat(reads.next()).isEqualTo(3);
    }
  }

  @Test
  void closingEndsReadsThatWaitForRoom() throws InterruptedException {
    List<Thread> readers = new ArrayList<>();
    CountDownLatch looked = new CountDownLatch(2);
    ReadAhead<Integer, Integer> reads =
        new ReadAhead<>(
            IntStream.range(0, 10).iterator(),
            i -> {
              synchronized (readers) {
                readers.add(Thread.currentThread());
              }
              looked.countDown();
              return new ReadAhead.Pending<>(10, () -> i);
            },
            new ReadAhead.Bounds(2, 10));
    assertThat(reads.next()).isZero();
    assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();

    reads.close();

    for (Thread reader : readers) {
      reader.join(30_000);
      assertThat(reader.isAlive()).isFalse();
    }
  }
}
