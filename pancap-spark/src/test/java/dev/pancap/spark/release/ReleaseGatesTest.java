package dev.pancap.spark.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.config.GatesConfig;
import dev.pancap.eval.statistics.ReleaseStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseGatesTest {
  /**
   * Three published images of 100 words that name 5 masks, one of them flagged, and one rejected.
   */
  private static final ReleaseStatistics FIGURES =
      image(List.of())
          .plus(image(List.of()))
          .plus(image(List.of("speculation")))
          .plus(ReleaseStatistics.quarantined("MASK_MISSING"));

  private static ReleaseStatistics image(List<String> flags) {
    return ReleaseStatistics.published(
        new ReleaseStatistics.Counts(100, 8, 6, 5, 4, 2), List.of("car"), flags);
  }

  @Test
  void theDefaultsLetEveryReleasePass() {
    assertThat(new ReleaseGates(new GatesConfig(1, 1, 0, 0, 0, 0)).refusal(FIGURES)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.2|1|0|0|0|0|'a share of 0.2500 is quarantined, and gates.max-quarantined-share is 0.2'",
        "1|0.3|0|0|0|0|'the flag speculation stands on a share of 0.3333, and gates.max-flag-share is 0.3'",
        "1|1|4|0|0|0|'3 images are published, and gates.min-rows is 4'",
        "1|1|0|120|0|0|'captions have 100.0 words, and gates.min-mean-words is 120.0'",
        "1|1|0|0|90|0|'captions have 100.0 words, and gates.max-mean-words is 90.0'",
        "1|1|0|0|0|6|'captions name 5.0 masks, and gates.min-mean-masks-mentioned is 6.0'"
      })
  void eachGateNamesItselfAndWhatItFound(
      double quarantined,
      double flags,
      long rows,
      double minWords,
      double maxWords,
      double mentioned,
      String why) {
    GatesConfig gates = new GatesConfig(quarantined, flags, rows, minWords, maxWords, mentioned);

    assertThat(new ReleaseGates(gates).refusal(FIGURES)).contains(why);
  }
}
