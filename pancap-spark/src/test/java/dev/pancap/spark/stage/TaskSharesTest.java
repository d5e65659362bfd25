package dev.pancap.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TaskSharesTest {

  private static Map<Integer, Long> loads(TaskShares shares, Map<Long, Long> weights) {
    Map<Integer, Long> loads = new HashMap<>();
    weights.forEach((id, weight) -> loads.merge(shares.taskOf(id), weight, Long::sum));
    return loads;
  }

  @Test
  void noTaskHasMoreThanAnEvenShareAndTheHeaviestImage() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      Map<Long, Long> weights = new HashMap<>();
      int images = 1 + random.nextInt(500);
      for (int i = 0; i < images; i++) {
        weights.put(random.nextLong(1L << 40), 1 + (long) Math.exp(random.nextDouble() * 12));
      }
      int most = 1 + random.nextInt(20);

      TaskShares shares = TaskShares.even(weights, most);

      long total = weights.values().stream().mapToLong(Long::longValue).sum();
      long heaviest = weights.values().stream().mapToLong(Long::longValue).max().orElseThrow();
      Map<Integer, Long> loads = loads(shares, weights);
      assertThat(shares.tasks()).as("seed %d", seed).isBetween(1, most);
      assertThat(loads.keySet())
          .as("no task without an image, seed %d", seed)
          .hasSize(shares.tasks());
      assertThat(loads.values())
          .as("seed %d", seed)
          .allSatisfy(load -> assertThat(load).isLessThanOrEqualTo(total / most + 1 + heaviest));
    }
  }

  @Test
  void eachTaskHasAStretchOfIds() {
    Map<Long, Long> weights = new HashMap<>();
    LongStream.range(0, 100).forEach(id -> weights.put(id * 3, 10L));

    TaskShares shares = TaskShares.even(weights, 4);

    assertThat(shares.tasks()).isEqualTo(4);
    assertThat(LongStream.range(0, 100).mapToObj(id -> shares.taskOf(id * 3)))
        .isSorted()
        .startsWith(0)
        .endsWith(3);
    assertThat(loads(shares, weights).values()).containsOnly(250L);
    assertThat(shares.taskOf(-5)).isZero();
    assertThat(shares.taskOf(1_000_000)).isEqualTo(3);
  }

  @Test
  void anImageHeavierThanAShareTakesTheOnesThatItCovers() {
    TaskShares shares = TaskShares.even(Map.of(1L, 1L, 2L, 1000L, 3L, 1L), 4);

    assertThat(shares.tasks()).isEqualTo(2);
    assertThat(shares.taskOf(2)).isZero();
    assertThat(shares.taskOf(3)).isEqualTo(1);
  }

  @Test
  void withoutWeightsIdsAreSpread() {
    TaskShares shares = TaskShares.byHash(8);
    Map<Integer, Long> counts = new HashMap<>();

    LongStream.range(0, 8000).forEach(id -> counts.merge(shares.taskOf(id), 1L, Long::sum));

    assertThat(counts.keySet()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(800L, 1200L));
  }

  @Test
  void noImagesAreOneShare() {
    assertThat(TaskShares.even(Map.of(), 4).tasks()).isEqualTo(1);
    assertThat(TaskShares.even(Map.of(1L, 0L), 4).tasks()).isEqualTo(1);
  }
}
