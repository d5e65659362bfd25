package dev.pancap.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static Distribution of(int... values) {
    Distribution distribution = new Distribution();
    Arrays.stream(values).forEach(distribution::add);
    return distribution;
  }

  @Test
  void percentilesAreNumpysDefault() {
    // numpy.percentile([1, 2, 4, 8, 16], [0, 10, 50, 90, 100])
    Distribution d = of(16, 1, 8, 2, 4);
    assertThat(d.percentile(0)).isEqualTo(1);
    assertThat(d.percentile(10)).isCloseTo(1.4, within(1e-12));
    assertThat(d.percentile(50)).isEqualTo(4);
    assertThat(d.percentile(90)).isCloseTo(12.8, within(1e-12));
    assertThat(d.percentile(100)).isEqualTo(16);
    assertThat(d.mean()).isEqualTo(6.2);
    assertThat(d.standardDeviation()).isCloseTo(5.455272678794342, within(1e-12));
  }

  @Test
  void partsMergeIntoTheWholeWhateverTheCut() {
    long seed = 5;
    Random random = new Random(seed);
    Distribution whole = new Distribution();
    Distribution[] parts = {new Distribution(), new Distribution(), new Distribution()};
    for (int i = 0; i < 1000; i++) {
      int value = random.nextInt(60) - 10;
      whole.add(value);
      parts[random.nextInt(parts.length)].add(value);
    }
    Distribution merged = new Distribution();
    for (Distribution part : parts) {
      merged.merge(part);
    }
    assertThat(merged.counts()).as("seed %d", seed).isEqualTo(whole.counts());
    assertThat(merged.size()).isEqualTo(1000);
    assertThat(merged.percentile(37)).isEqualTo(whole.percentile(37));
  }

  @Test
  void emptyBinsBetweenFullOnesAreThere() {
    assertThat(of(3, 4, 27).histogram(10).toString()).isEqualTo("{0=2, 10=0, 20=1}");
  }

  @Test
  void nothingHasNoMean() {
    assertThat(of().mean()).isNaN();
    assertThat(of().percentile(50)).isNaN();
  }
}
