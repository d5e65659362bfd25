package dev.pancap.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pancap.panoptic.LabelMap;
import dev.pancap.quarantine.BadRecordException;
import dev.pancap.quarantine.Reason;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskPoolingTest {
  /** Cells with the numbers 0 to 3. */
  private static final FeatureGrid FOUR = new FeatureGrid(2, 2, 1, new float[] {0, 1, 2, 3});

  @Test
  void aMaskOverWholeCellsIsTheirMean() {
    LabelMap map = LabelMap.of(4, 2, new int[] {1, 1, 1, 1, 0, 0, 2, 2});
    List<PooledMask> pooled = MaskPooling.pool(FOUR, map, List.of(2, 1));

    assertThat(pooled.get(0).mark()).isEqualTo(2);
    assertThat(pooled.get(0).weight()).isEqualTo(1);
    assertThat(pooled.get(0).feature()).containsExactly(3);
    assertThat(pooled.get(1).weight()).isEqualTo(2);
    assertThat(pooled.get(1).feature()).containsExactly(0.5f);
  }

  @Test
  void aMaskSmallerThanACellHasThatCellsVector() {
    LabelMap map = LabelMap.of(8, 8, IntStream.range(0, 64).map(i -> i == 7 ? 5 : 0).toArray());
    PooledMask pooled = MaskPooling.pool(FOUR, map, List.of(5)).get(0);

    assertThat(pooled.weight()).isEqualTo(1 / 16.0);
    assertThat(pooled.feature()).containsExactly(1);
  }

  @Test
  void aPixelOverSeveralCellsCountsInEach() {
    LabelMap map = LabelMap.of(1, 1, new int[] {1});

    assertThat(MaskPooling.pool(FOUR, map, List.of(1)).get(0).feature()).containsExactly(1.5f);
  }

  @Test
  void anEmptyMaskIsABadRecord() {
    LabelMap map = LabelMap.of(1, 1, new int[] {1});

    assertThatThrownBy(() -> MaskPooling.pool(FOUR, map, List.of(1, 9)))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("mark 9 has no pixel to pool under")
        .extracting(e -> ((BadRecordException) e).reason())
        .isEqualTo(Reason.SEGMENT_WITHOUT_PIXELS);
  }

  @Test
  void agreesWithSamplingTheGridFinely() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int columns = 1 + random.nextInt(6);
      int rows = 1 + random.nextInt(6);
      FeatureGrid grid = new FeatureGrid(columns, rows, 3, floats(random, columns * rows * 3));
      int width = 1 + random.nextInt(9);
      int height = 1 + random.nextInt(9);
      LabelMap map = LabelMap.of(width, height, random.ints((long) width * height, 1, 4).toArray());
      for (int mark = 1; mark < 4; mark++) {
        int wanted = mark;
        if (IntStream.of(map.toArray()).anyMatch(id -> id == wanted)) {
          PooledMask pooled = MaskPooling.pool(grid, map, List.of(mark)).get(0);
          float[] sampled = sampled(grid, map, mark);
          for (int i = 0; i < 3; i++) {
            assertThat(pooled.feature()[i])
                .as("seed %d, mark %d", seed, mark)
                .isCloseTo(sampled[i], within(1e-5f));
          }
        }
      }
    }
  }

  /** Points so dense that every border of pixel and cell lies between two of them. */
  private static float[] sampled(FeatureGrid grid, LabelMap map, int mark) {
    int across = map.width() * grid.columns();
    int down = map.height() * grid.rows();
    double[] sum = new double[grid.dimension()];
    long points = 0;
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        if (map.idAt(x / grid.columns(), y / grid.rows()) == mark) {
          points++;
          int cell = y / map.height() * grid.columns() + x / map.width();
          for (int i = 0; i < sum.length; i++) {
            sum[i] += grid.values()[cell * sum.length + i];
          }
        }
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / points);
    }
    return mean;
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
