package dev.pancap.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightWindowTest {

  @Test
  void neverMoreThanTheWindowIsInWorkAndEveryInputGivesItsOutput() {
    long seed = 20261122;
    Random random = new Random(seed);
    List<CompletableFuture<Integer>> open = new ArrayList<>();
    AtomicInteger most = new AtomicInteger();
    // Nobody answers until the window is full or the input has ended: then any one answers.
    Runnable answerOne =
        () -> {
          if (!open.isEmpty()) {
            open.remove(random.nextInt(open.size())).complete(1);
          }
        };
    InFlightWindow<Integer, Integer> window =
        new InFlightWindow<>(
            IntStream.range(0, 50).iterator(),
            5,
            input -> {
              CompletableFuture<Integer> work = new CompletableFuture<>();
              open.add(work);
              most.set(Math.max(most.get(), open.size()));
              if (open.size() == 5 || input == 49) {
                answerOne.run();
              }
              return work;
            },
            answerOne);

    int outputs = 0;
    while (window.hasNext()) {
      outputs += window.next();
    }

    assertThat(outputs).as("seed %d", seed).isEqualTo(50);
    assertThat(most).hasValueBetween(2, 5);
  }

  @Test
  void aSlowOneHoldsNothingBack() {
    CompletableFuture<Integer> slow = new CompletableFuture<>();
    InFlightWindow<Integer, Integer> window =
        new InFlightWindow<>(
            List.of(0, 1, 2, 3).iterator(),
            2,
            input -> input == 0 ? slow : CompletableFuture.completedFuture(input),
            () -> {});

    assertThat(List.of(window.next(), window.next(), window.next())).containsExactly(1, 2, 3);
    slow.complete(0);
    assertThat(window.next()).isZero();
    assertThat(window.hasNext()).isFalse();
  }

  @Test
  void aBugInOneFailsTheIterator() {
    InFlightWindow<Integer, Integer> window =
        new InFlightWindow<>(
            List.of(0).iterator(),
            2,
            input -> CompletableFuture.failedFuture(new IllegalStateException("a bug")),
            () -> {});

    assertThatThrownBy(window::next).isInstanceOf(IllegalStateException.class).hasMessage("a bug");
  }
}
