package dev.pancap.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompressedRunLengthsTest {
  private static final long SEED = 5;

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("short runs", "11", "the runs end at pixel 2 of the 4"),
        arguments("empty", "", "the runs end at pixel 0 of the 4"),
        arguments("long runs", "15", "run 1 of length 5 at pixel 1 does not fit the 4"),
        arguments("negative run", "1O4", "run 1 is -1 pixels of a mask of 2 x 2"),
        arguments("negative by its difference", "112N", "run 3 is -1 pixels of a mask of 2 x 2"),
        arguments("cut last group", "1P", "the run at character 1 is cut off"),
        arguments("space", "1 3", "character 1 is U+0020, not one of '0' to 'o'"),
        arguments("above the alphabet", "1p3", "character 1 is U+0070, not one of '0' to 'o'"),
        arguments("not Latin", "1\u03293", "character 1 is U+0329, not one of '0' to 'o'"),
        arguments("emoji", "1\uD83D\uDE00", "character 1 is U+D83D, not one of '0' to 'o'"),
        arguments("endless number", "PPPPPPPPPPP0", "the run at character 0 is too long"),
        arguments("beyond 32 bits", "ooooooO", "run 0 is"),
        arguments("wraps in 32 bits", "PPPPPP44", "run 0 is 4294967296 pixels"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refuses(String name, String counts, String message) {
    assertThatThrownBy(() -> CompressedRunLengths.decode(counts, 2, 2))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith(message)
        .extracting(e -> ((BadRecordException) e).reason())
        .isEqualTo(Reason.MASK_RUNS_INVALID);
  }

  @Test
  void writesDifferencesFromTheFourthCountOn() {
    assertThat(CompressedRunLengths.encode(new int[] {15, 16, 4, 15})).isEqualTo("?`04O");
    assertThat(CompressedRunLengths.encode(new int[] {15, 16, 4, 16})).isEqualTo("?`040");
  }

  @Test
  void readsWhatItWroteAtEverySize() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 300; round++) {
      int[] counts = new int[1 + random.nextInt(30)];
      int pixels = 0;
      int magnitude = 1 << random.nextInt(24);
      for (int i = 0; i < counts.length; i++) {
        counts[i] = random.nextInt(magnitude) + (i == 0 ? 0 : 1);
        pixels += counts[i];
      }
      if (pixels == 0) {
        continue;
      }
      RunLengths runs = RunLengths.of(pixels, 1, counts);
      assertThat(CompressedRunLengths.decode(CompressedRunLengths.encode(runs), pixels, 1))
          .as("seed %d, round %d", SEED, round)
          .isEqualTo(runs);
    }
  }

  @Test
  void readsNoPrefixOfAString() {
    String whole = CompressedRunLengths.encode(new int[] {100, 20, 300, 40, 5, 600});
    for (int length = 0; length < whole.length(); length++) {
      String prefix = whole.substring(0, length);
      assertThatThrownBy(() -> CompressedRunLengths.decode(prefix, 1065, 1))
          .isInstanceOf(BadRecordException.class)
          .hasMessageMatching("the run(s end| at).*");
    }
  }
}
