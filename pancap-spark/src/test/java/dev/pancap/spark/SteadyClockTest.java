package dev.pancap.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  @Test
  void itBeginsAtTheSystemsTimeAndNeverGoesBack() {
    Instant before = Clock.systemUTC().instant();
    SteadyClock clock = SteadyClock.start();
    Instant last = clock.instant();
    assertThat(Duration.between(before, last))
        .isBetween(Duration.ofMillis(-1), Duration.ofMinutes(1));
    for (int i = 0; i < 1000; i++) {
      Instant next = clock.instant();
      assertThat(next).isAfterOrEqualTo(last);
      last = next;
    }
    Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));
    assertThat(elsewhere.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(Duration.between(last, elsewhere.instant())).isLessThan(Duration.ofMinutes(1));
  }
}
