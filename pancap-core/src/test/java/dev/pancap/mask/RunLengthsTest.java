package dev.pancap.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunLengthsTest {
  private static final long SEED = 20261122;

  static Stream<Arguments> badRuns() {
    return Stream.of(
        arguments("none", new int[0], "the runs end at pixel 0 of the 4 of a mask of 2 x 2"),
        arguments("short", new int[] {3}, "the runs end at pixel 3 of the 4 of a mask of 2 x 2"),
        arguments("long", new int[] {2, 3}, "run 1 of length 3 at pixel 2 does not fit the 4"),
        arguments("negative", new int[] {-1, 5}, "run 0 of length -1 at pixel 0 does not fit"),
        arguments(
            "overflowing",
            new int[] {2, Integer.MAX_VALUE, Integer.MAX_VALUE, 4},
            "run 1 of length 2147483647 at pixel 2 does not fit"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRuns")
  void refusesRunsThatDoNotFillTheMask(String name, int[] runs, String message) {
    assertThatThrownBy(() -> RunLengths.of(2, 2, runs))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith(message)
        .extracting(e -> ((BadRecordException) e).reason())
        .isEqualTo(Reason.MASK_RUNS_INVALID);
  }

  @Test
  void refusesSizesThatAreNone() {
    for (int[] size :
        new int[][] {{0, 5}, {5, 0}, {-2, -2}, {100_000, 100_000}, {65_536, 65_536}}) {
      assertThatThrownBy(() -> RunLengths.of(size[0], size[1], new int[] {1}))
          .isInstanceOf(BadRecordException.class)
          .hasMessage(
              "a mask of %d x %d is outside 1 to 536870911 pixels".formatted(size[0], size[1]));
    }
  }

  @Test
  void readsTheListsOfCrowds() {
    assertThat(RunLengths.of(2, 2, List.of(1, 3L)).counts()).containsExactly(1, 3);
    for (Number bad : new Number[] {-1, 1.5, Double.NaN, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> RunLengths.of(2, 2, List.of(1, bad)))
          .isInstanceOf(BadRecordException.class)
          .hasMessage("run 1 is %s, not a count of pixels".formatted(bad));
    }
  }

  @Test
  void countsEveryValueButZeroAsForeground() {
    assertThat(RunLengths.encode(2, 2, new byte[] {2, 3, -1, 0}).counts()).containsExactly(0, 3, 1);
  }

  @Test
  void doesNotShareItsCounts() {
    int[] counts = {1, 3};
    RunLengths runs = RunLengths.of(2, 2, counts);
    counts[0] = 4;
    runs.counts()[0] = 4;
    assertThat(runs.counts()).containsExactly(1, 3);
  }

  @Test
  void anEmptyMaskHasAnEmptyBoxAndNoCentroid() {
    RunLengths empty = RunLengths.encode(3, 2, new byte[6]);
    assertThat(empty.counts()).containsExactly(6);
    assertThat(empty.boundingBox()).isEqualTo(new BoundingBox(0, 0, 0, 0));
    assertThat(empty.iou(empty)).isZero();
    assertThatThrownBy(empty::centroid).hasMessage("An empty mask has no centroid");
  }

  @Test
  void refusesToCompareMasksOfDifferentSizes() {
    RunLengths one = RunLengths.of(2, 3, new int[] {6});
    RunLengths other = RunLengths.of(3, 2, new int[] {6});
    assertThatThrownBy(() -> one.iou(other))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("masks of 2 x 3 and 3 x 2 have no pixels in common");
    assertThatThrownBy(() -> RunLengths.union(List.of(one, other)))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("2 x 3");
    assertThatThrownBy(() -> RunLengths.union(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no mask to merge");
  }

  @Test
  void agreesWithPixelByPixelArithmetic() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 400; round++) {
      int width = 1 + random.nextInt(40);
      int height = 1 + random.nextInt(40);
      byte[] a = randomMask(random, width, height);
      byte[] b = randomMask(random, width, height);
      RunLengths runsA = RunLengths.encode(width, height, a);
      RunLengths runsB = RunLengths.encode(width, height, b);
      String context = "seed %d, round %d: %d x %d".formatted(SEED, round, width, height);
      assertThat(runsA.counts()).as(context).isEqualTo(slowCounts(a, width, height));
      assertThat(runsA.decode()).as(context).isEqualTo(a);
      byte[] either = new byte[a.length];
      byte[] both = new byte[a.length];
      for (int i = 0; i < a.length; i++) {
        either[i] = (byte) (a[i] | b[i]);
        both[i] = (byte) (a[i] & b[i]);
      }
      assertThat(runsA.union(runsB))
          .as(context)
          .isEqualTo(RunLengths.encode(width, height, either));
      RunLengths intersection = RunLengths.encode(width, height, both);
      assertThat(runsA.intersection(runsB)).as(context).isEqualTo(intersection);
      assertThat(runsA.intersectionPixels(runsB)).as(context).isEqualTo(intersection.areaPixels());
      assertMeasured(runsA, a, context);
    }
  }

  private static void assertMeasured(RunLengths runs, byte[] mask, String context) {
    double sumX = 0;
    double sumY = 0;
    int area = 0;
    for (int i = 0; i < mask.length; i++) {
      sumX += mask[i] * (i % runs.width());
      sumY += mask[i] * (i / runs.width());
      area += mask[i];
    }
    assertThat(runs.areaPixels()).as(context).isEqualTo(area);
    if (area > 0) {
      assertThat(runs.centroid().x()).as(context).isCloseTo(sumX / area, within(1e-9));
      assertThat(runs.centroid().y()).as(context).isCloseTo(sumY / area, within(1e-9));
    }
  }

  private static int[] slowCounts(byte[] mask, int width, int height) {
    int[] counts = new int[mask.length + 1];
    int run = 0;
    int value = 0;
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        if (mask[y * width + x] != value) {
          run++;
          value ^= 1;
        }
        counts[run]++;
      }
    }
    return Arrays.copyOf(counts, run + 1);
  }

  /** Noise, or blocks of a few pixels. */
  private static byte[] randomMask(SplittableRandom random, int width, int height) {
    byte[] mask = new byte[width * height];
    double density = random.nextDouble();
    int block = 1 + random.nextInt(8);
    long pattern = random.nextLong();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        long cell = new SplittableRandom(pattern + x / block * 1000L + y / block).nextInt(1000);
        mask[y * width + x] = (byte) (cell < density * 1000 ? 1 : 0);
      }
    }
    return mask;
  }
}
