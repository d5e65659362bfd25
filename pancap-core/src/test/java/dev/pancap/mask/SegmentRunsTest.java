package dev.pancap.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.panoptic.LabelMap;
import dev.pancap.quarantine.BadRecordException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentRunsTest {
  private static final long SEED = 11;

  @Test
  void measuresEachSegmentAsIfItWereAlone() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 200; round++) {
      int width = 1 + random.nextInt(50);
      int height = 1 + random.nextInt(50);
      LabelMap map = randomMap(random, width, height);
      int pixels = 0;
      for (SegmentRuns segment : SegmentRuns.of(map, 3000)) {
        String context = "seed %d, round %d, id %d".formatted(SEED, round, segment.segmentId());
        byte[] mask = new byte[map.pixels()];
        boolean border = false;
        for (int i = 0; i < mask.length; i++) {
          mask[i] = (byte) (map.idAt(i) == segment.segmentId() ? 1 : 0);
          boolean edge =
              i % width == 0 || i % width == width - 1 || i < width || i >= mask.length - width;
          border |= mask[i] == 1 && edge;
        }
        RunLengths alone = RunLengths.encode(width, height, mask);
        assertThat(segment.runs()).as(context).isEqualTo(alone);
        assertThat(segment.areaPixels()).as(context).isEqualTo(alone.areaPixels());
        assertThat(segment.box()).as(context).isEqualTo(alone.boundingBox());
        assertThat(segment.centroid()).as(context).isEqualTo(alone.centroid());
        assertThat(segment.touchesBorder()).as(context).isEqualTo(border);
        pixels += (int) segment.areaPixels();
      }
      int painted = 0;
      for (int i = 0; i < map.pixels(); i++) {
        painted += map.idAt(i) == LabelMap.VOID ? 0 : 1;
      }
      assertThat(pixels).as("seed %d, round %d", SEED, round).isEqualTo(painted);
    }
  }

  @Test
  void listsSegmentsByIdWithoutVoid() {
    LabelMap map = LabelMap.of(2, 2, new int[] {9, 0, 3, 16_777_215});
    assertThat(SegmentRuns.of(map, 3))
        .extracting(SegmentRuns::segmentId)
        .containsExactly(3, 9, 16_777_215);
    assertThat(RunLengths.ofSegments(map)).containsOnlyKeys(3, 9, 16_777_215);
    assertThat(RunLengths.ofSegments(map).get(3).counts()).containsExactly(1, 1, 2);
  }

  @Test
  void stopsAtTheLimitOfSegments() {
    LabelMap map = LabelMap.of(2, 2, new int[] {1, 2, 3, 4});
    assertThatThrownBy(() -> SegmentRuns.of(map, 3))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("the mask holds more than 3 ids");
  }

  private static LabelMap randomMap(SplittableRandom random, int width, int height) {
    int[] ids = new int[width * height];
    int block = 1 + random.nextInt(12);
    int kinds = 1 + random.nextInt(200);
    long pattern = random.nextLong();
    for (int i = 0; i < ids.length; i++) {
      int x = (i % width + i / width / 3) / block;
      int y = i / width / block;
      ids[i] = new SplittableRandom(pattern + 1000L * x + y).nextInt(kinds) * 83_101 % 16_777_216;
    }
    return LabelMap.wrap(width, height, ids);
  }
}
