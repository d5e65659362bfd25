package dev.pancap.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.panoptic.LabelMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeepestPointsTest {
  @Test
  void theDepthIsThatOfTryingEveryPairOfPixels() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(28);
      int height = 1 + random.nextInt(28);
      int marks = 1 + random.nextInt(Math.min(6, width * height));
      LabelMap map = RandomRegions.map(random, width, height, marks);
      DeepestPoints.Point[] points = points(map, marks);
      for (DeepestPoints.Point point : points) {
        int[] component = largestComponent(map, point.mark());
        assertThat(point.depthSquared())
            .as("seed %d, mark %d", seed, point.mark())
            .isEqualTo(deepest(map, component));
        assertThat(point.areaPixels())
            .as("seed %d, mark %d", seed, point.mark())
            .isEqualTo(component.length);
        int pixel = point.y() * width + point.x();
        assertThat(depthSquared(map, component, pixel))
            .as("seed %d, mark %d", seed, point.mark())
            .isEqualTo(point.depthSquared());
      }
    }
  }

  @Test
  void theMiddleOfABandWinsOverItsEnds() {
    LabelMap map = LabelMap.wrap(101, 9, IntStream.generate(() -> 1).limit(909).toArray());
    DeepestPoints.Point point = points(map, 1)[0];
    assertThat(point.x()).isEqualTo(50);
    assertThat(point.y()).isEqualTo(4);
    assertThat(point.depthSquared()).isEqualTo(25);
  }

  @Test
  void theLargestComponentCountsEvenIfASmallerOneIsDeeper() {
    int[] ids = new int[40 * 12];
    for (int x = 0; x < 40; x++) {
      ids[x] = 1;
      ids[40 + x] = 1;
    }
    for (int y = 4; y < 11; y++) {
      for (int x = 10; x < 17; x++) {
        ids[y * 40 + x] = 1;
      }
    }
    DeepestPoints.Point point = points(LabelMap.wrap(40, 12, ids), 1)[0];
    assertThat(point.y()).isLessThan(2);
    assertThat(point.areaPixels()).isEqualTo(80);
  }

  @Test
  void theHoleOfARingIsOutside() {
    int[] ids = new int[31 * 31];
    for (int y = 0; y < 31; y++) {
      for (int x = 0; x < 31; x++) {
        int distance = (x - 15) * (x - 15) + (y - 15) * (y - 15);
        ids[y * 31 + x] = distance <= 196 ? (distance < 64 ? 2 : 1) : 0;
      }
    }
    DeepestPoints.Point ring = points(LabelMap.wrap(31, 31, ids), 2)[0];
    assertThat(ids[ring.y() * 31 + ring.x()]).isEqualTo(1);
    assertThat(ring.depthSquared()).isBetween(9L, 16L);
  }

  @Test
  void refusesAMarkWithoutPixels() {
    LabelMap map = LabelMap.of(2, 1, new int[] {1, 1});
    assertThatThrownBy(() -> points(map, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Mark 2 has no pixel in the label map");
  }

  private static DeepestPoints.Point[] points(LabelMap map, int marks) {
    return DeepestPoints.of(MarkedRegions.of(map, IntStream.rangeClosed(1, marks).toArray()));
  }

  private static long deepest(LabelMap map, int[] component) {
    long deepest = 0;
    for (int pixel : component) {
      deepest = Math.max(deepest, depthSquared(map, component, pixel));
    }
    return deepest;
  }

  /** Every pixel of the picture and of the frame around it is tried. */
  private static long depthSquared(LabelMap map, int[] component, int pixel) {
    boolean[] inside = new boolean[map.pixels()];
    for (int member : component) {
      inside[member] = true;
    }
    int px = pixel % map.width();
    int py = pixel / map.width();
    long nearest = Long.MAX_VALUE;
    for (int y = -1; y <= map.height(); y++) {
      for (int x = -1; x <= map.width(); x++) {
        boolean inPicture = x >= 0 && y >= 0 && x < map.width() && y < map.height();
        if (!inPicture || !inside[y * map.width() + x]) {
          nearest = Math.min(nearest, (long) (x - px) * (x - px) + (long) (y - py) * (y - py));
        }
      }
    }
    return nearest;
  }

  /** By flood fill; of equally large ones the one that comes first row by row. */
  private static int[] largestComponent(LabelMap map, int mark) {
    boolean[] seen = new boolean[map.pixels()];
    List<Integer> largest = List.of();
    for (int first = 0; first < map.pixels(); first++) {
      if (map.idAt(first) != mark || seen[first]) {
        continue;
      }
      List<Integer> component = new ArrayList<>();
      ArrayDeque<Integer> open = new ArrayDeque<>(List.of(first));
      seen[first] = true;
      while (!open.isEmpty()) {
        int pixel = open.remove();
        component.add(pixel);
        for (int[] step : new int[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
          int x = pixel % map.width() + step[0];
          int y = pixel / map.width() + step[1];
          if (x < 0 || y < 0 || x >= map.width() || y >= map.height()) {
            continue;
          }
          int next = y * map.width() + x;
          if (map.idAt(next) == mark && !seen[next]) {
            seen[next] = true;
            open.add(next);
          }
        }
      }
      largest = component.size() > largest.size() ? component : largest;
    }
    return largest.stream().mapToInt(Integer::intValue).toArray();
  }
}
