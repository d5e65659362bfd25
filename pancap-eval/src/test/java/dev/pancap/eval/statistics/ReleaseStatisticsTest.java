package dev.pancap.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseStatisticsTest {
  private static ReleaseStatistics image(int words, int masks, String... categories) {
    return ReleaseStatistics.published(
        new ReleaseStatistics.Counts(words, 2, masks, masks - 1, masks, 0),
        List.of(categories),
        List.of("unmentioned"));
  }

  @Test
  void partsAddUpInAnyOrder() {
    ReleaseStatistics a = image(100, 3, "sky", "person", "person");
    ReleaseStatistics b = image(200, 20, "sky");
    ReleaseStatistics c = ReleaseStatistics.quarantined("MASK_EMPTY");

    ReleaseStatistics sum = a.plus(b).plus(c);

    assertThat(c.plus(a.plus(b))).isEqualTo(sum);
    assertThat(ReleaseStatistics.EMPTY.plus(sum)).isEqualTo(sum);
    assertThat(sum.images()).isEqualTo(2);
    assertThat(sum.words()).isEqualTo(new Figure(2, 300, 100, 200));
    assertThat(sum.words().mean()).hasValue(150);
    assertThat(sum.masksMentioned().sum()).isEqualTo(21);
    assertThat(sum.categories()).isEqualTo(Map.of("person", 2L, "sky", 2L));
    assertThat(sum.flags()).isEqualTo(Map.of("unmentioned", 2L));
    assertThat(sum.quarantine()).isEqualTo(Map.of("MASK_EMPTY", 1L));
    assertThat(sum.buckets()).isEqualTo(Map.of("<15", 1L, "15-25", 1L));
  }

  @Test
  void nothingHasNoMean() {
    assertThat(ReleaseStatistics.EMPTY.words().mean()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,<15", "14,<15", "15,15-25", "25,15-25", "26,>25"})
  void fifteenAndTwentyFiveBelongToTheMiddle(int masks, String bucket) {
    assertThat(ReleaseStatistics.bucket(masks)).isEqualTo(bucket);
  }
}
