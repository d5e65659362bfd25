package dev.pancap.model.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void theIntervalHoldsTheSumInAboutNineteenOfTwentyCases() {
    long seed = 20261122;
    Random random = new Random(seed);
    int held = 0;
    for (int round = 0; round < 2000; round++) {
      double[] seen = random.doubles(50).map(u -> 100 + 200 * u).toArray();
      double mean = DoubleStream.of(seen).average().orElseThrow();
      double deviation =
          Math.sqrt(DoubleStream.of(seen).map(x -> (x - mean) * (x - mean)).sum() / 49);
      double truth = random.doubles(300).map(u -> 100 + 200 * u).sum();
      Estimate estimate = Estimate.ofSum(300, 50, mean, deviation);
      held += estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }

    assertThat(held / 2000.0).as("seed %d", seed).isCloseTo(0.95, within(0.02));
  }

  @Test
  void nothingIsEstimatedForNothing() {
    assertThat(Estimate.ofSum(0, 10, 5, 2)).isEqualTo(Estimate.ZERO);
  }

  @Test
  void independentPartsAddTheirVariances() {
    Estimate sum = new Estimate(7, 10, 13).plus(new Estimate(16, 20, 24));

    assertThat(sum).isEqualTo(new Estimate(25, 30, 35));
    assertThat(sum.times(2)).isEqualTo(new Estimate(50, 60, 70));
  }
}
