package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration CAP = Duration.ofSeconds(60);

  @Test
  void doublesUpToTheCapAndTakesUpToAQuarterOff() {
    Backoff backoff = new Backoff(CAP, new Random(1));
    for (int attempts = 1; attempts <= 100; attempts++) {
      double full = Math.min(60, 0.5 * Math.pow(2, attempts - 1));
      double seconds = backoff.delay(attempts, Optional.empty()).toNanos() / 1e9;
      assertThat(seconds).as("after %d attempts", attempts).isBetween(0.75 * full, full);
    }
  }

  @Test
  void doesWhatTheServerAsksForUpToTheCap() {
    Backoff backoff = new Backoff(CAP, new Random(1));

    assertThat(backoff.delay(1, Optional.of(Duration.ofSeconds(7)))).hasSeconds(7);
    assertThat(backoff.delay(1, Optional.of(Duration.ofHours(114)))).isEqualTo(CAP);
    assertThat(backoff.delay(9, Optional.of(Duration.ZERO))).isZero();
  }
}
