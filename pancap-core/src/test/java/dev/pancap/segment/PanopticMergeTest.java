package dev.pancap.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.image.ImageSize;
import dev.pancap.panoptic.LabelMap;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PanopticMergeTest {
  private static final MergeThresholds DEFAULTS = new MergeThresholds(0.5, 0.5, 0.8);
  private static final PanopticMerge.MergeRules STUFF_FROM_10 =
      new PanopticMerge.MergeRules(DEFAULTS, label -> label != 99, label -> label >= 10);

  @Test
  void everyPixelGoesToTheLargestWeightedMask() {
    MaskLogits masks = masks(4, 1, new float[] {9, 9, -9, -9}, new float[] {-9, -9, 9, 9});
    MergedMasks merged = merge(masks, 4, 1, thing(1, 0.9f), thing(2, 0.8f));

    assertThat(merged.map().toArray()).containsExactly(1, 1, 2, 2);
    assertThat(merged.segments())
        .containsExactly(new ScoredSegment(1, 1, 0.9f), new ScoredSegment(2, 2, 0.8f));
  }

  @Test
  void queriesOfNothingOrOfALowScoreAreDropped() {
    MaskLogits masks = masks(2, 1, new float[] {9, 9}, new float[] {9, 9}, new float[] {8, -8});
    MergedMasks merged =
        merge(masks, 2, 1, thing(QueryClass.NOTHING, 0.99f), thing(1, 0.5f), thing(2, 0.51f));

    assertThat(merged.segments()).containsExactly(new ScoredSegment(1, 2, 0.51f));
  }

  @Test
  void withoutAnyQueryEverythingIsVoid() {
    MergedMasks merged = merge(masks(2, 1, new float[] {9, 9}), 3, 2, thing(1, 0.2f));

    assertThat(merged.map().toArray()).containsOnly(LabelMap.VOID);
    assertThat(merged.segments()).isEmpty();
  }

  @Test
  void aQueryThatLosesTooMuchOfItsAreaIsVoidWhereItWon() {
    // The second sees four pixels, but the first takes two of them.
    MaskLogits masks = masks(4, 1, new float[] {9, 9, -9, -9}, new float[] {5, 5, 5, 5});
    MergedMasks merged = merge(masks, 4, 1, thing(1, 0.99f), thing(2, 0.9f));

    assertThat(merged.map().toArray()).containsExactly(1, 1, 0, 0);
  }

  @Test
  void theOverlapRatioTakesTheWeightedProbability() {
    // 0.6 * sigmoid(1) = 0.44 is below 0.5: those pixels do not count as the query's own area, so
    // losing them costs it nothing.
    MaskLogits masks = masks(4, 1, new float[] {9, 9, -9, -9}, new float[] {1, 1, 9, 9});
    MergedMasks merged = merge(masks, 4, 1, thing(1, 0.99f), thing(2, 0.6f));

    assertThat(merged.map().toArray()).containsExactly(1, 1, 2, 2);
  }

  @Test
  void aQueryWhoseWeightedProbabilityNeverReachesTheThresholdIsNoSegment() {
    MaskLogits masks = masks(2, 1, new float[] {-1, -1});

    assertThat(merge(masks, 2, 1, thing(1, 0.9f)).segments()).isEmpty();
  }

  @Test
  void stuffOfOneClassIsOneSegmentWithTheHighestScoreAndNumbersGoOn() {
    float no = -9;
    MaskLogits masks =
        masks(
            4,
            1,
            new float[] {9, no, no, no},
            new float[] {no, 9, no, no},
            new float[] {no, no, 9, no},
            new float[] {no, no, no, 9});
    MergedMasks merged =
        merge(masks, 4, 1, thing(10, 0.7f), thing(1, 0.9f), thing(10, 0.8f), thing(1, 0.6f));

    assertThat(merged.map().toArray()).containsExactly(1, 2, 1, 3);
    assertThat(merged.segments())
        .containsExactly(
            new ScoredSegment(1, 10, 0.8f),
            new ScoredSegment(2, 1, 0.9f),
            new ScoredSegment(3, 1, 0.6f));
  }

  @Test
  void aClassThatIsNoCategoryWinsItsPixelsAndLeavesThemVoid() {
    MaskLogits masks = masks(4, 1, new float[] {9, 9, -9, -9}, new float[] {-9, -9, 9, 9});
    MergedMasks merged = merge(masks, 4, 1, thing(99, 0.9f), thing(2, 0.8f));

    assertThat(merged.map().toArray()).containsExactly(0, 0, 1, 1);
    assertThat(merged.segments()).containsExactly(new ScoredSegment(1, 2, 0.8f));
  }

  @Test
  void equalsGoToTheFirst() {
    MaskLogits masks = masks(2, 1, new float[] {20, 20}, new float[] {30, 30});

    assertThat(merge(masks, 2, 1, thing(1, 1f), thing(2, 1f)).map().toArray())
        .containsExactly(1, 1);
  }

  @Test
  void agreesWithThePlainMergeOnRandomMasks() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int queries = 1 + random.nextInt(12);
      int width = 1 + random.nextInt(20);
      int height = 1 + random.nextInt(20);
      ImageSize size = new ImageSize(1 + random.nextInt(60), 1 + random.nextInt(60));
      MaskLogits masks =
          seed % 2 == 0
              ? noise(random, queries, width, height)
              : blobs(random, queries, width, height);
      QueryClass[] classes = new QueryClass[queries];
      for (int q = 0; q < queries; q++) {
        classes[q] =
            thing(
                random.nextInt(9) == 0 ? 99 : random.nextInt(15) - 1,
                0.4f + 0.6f * random.nextFloat());
      }
      MergedMasks fast = PanopticMerge.merge(masks, classes, STUFF_FROM_10, size);
      MergedMasks plain = PlainMerge.merge(masks, classes, STUFF_FROM_10, size);

      assertThat(fast.map().toArray()).as("seed %d", seed).isEqualTo(plain.map().toArray());
      assertThat(fast.segments()).as("seed %d", seed).isEqualTo(plain.segments());
    }
  }

  @Test
  void refusesMasksAndClassesThatDoNotBelongTogether() {
    assertThatThrownBy(() -> merge(masks(1, 1, new float[] {1}), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 classes for 1 masks");
    assertThatThrownBy(() -> new MaskLogits(2, 2, 2, new float[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("7 values do not fill 2 masks of 2 x 2");
  }

  /** Hills on a plain, as networks give: one place a query. */
  static MaskLogits blobs(Random random, int queries, int width, int height) {
    float[] values = new float[queries * width * height];
    for (int q = 0; q < queries; q++) {
      double x0 = random.nextDouble() * width;
      double y0 = random.nextDouble() * height;
      double reach = 0.05 + 0.2 * random.nextDouble();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double distance = Math.hypot((x - x0) / width, (y - y0) / height) / reach;
          values[(q * height + y) * width + x] = (float) (12 * (1 - Math.min(distance, 2)));
        }
      }
    }
    return new MaskLogits(queries, width, height, values);
  }

  private static MaskLogits noise(Random random, int queries, int width, int height) {
    float[] values = new float[queries * width * height];
    double size = Math.pow(10, random.nextDouble() * 2 - 0.5);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * size);
    }
    return new MaskLogits(queries, width, height, values);
  }

  private static MergedMasks merge(MaskLogits masks, int width, int height, QueryClass... classes) {
    return PanopticMerge.merge(masks, classes, STUFF_FROM_10, new ImageSize(width, height));
  }

  private static QueryClass thing(int label, float score) {
    return new QueryClass(label, score);
  }

  private static MaskLogits masks(int width, int height, float[]... masks) {
    float[] values = new float[masks.length * width * height];
    for (int q = 0; q < masks.length; q++) {
      System.arraycopy(masks[q], 0, values, q * width * height, width * height);
    }
    assertThat(Arrays.stream(masks).allMatch(mask -> mask.length == width * height)).isTrue();
    return new MaskLogits(masks.length, width, height, values);
  }
}
