package dev.pancap.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.quarantine.BadRecordException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class PolygonsTest {
  @Test
  void fillsThePixelsWhoseCentresLieInside() {
    assertThat(fill(1, 1, 2, 1, 2, 2, 1, 2).areaPixels()).isEqualTo(1);
    assertThat(fill(0, 0, 4, 0, 4, 4, 0, 4).areaPixels()).isEqualTo(16);
    assertThat(fill(0, 0, 0, 9, 9, 9, 9, 0).boundingBox()).isEqualTo(new BoundingBox(0, 0, 9, 9));
  }

  @Test
  void ignoresAnOddLastNumber() {
    assertThat(fill(0, 0, 4, 0, 4, 4, 0, 4, 7)).isEqualTo(fill(0, 0, 4, 0, 4, 4, 0, 4));
  }

  @Test
  void refusesWhatIsNoPolygon() {
    assertThatThrownBy(() -> fill(1, 1, 2, 2))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("a polygon of 4 numbers has fewer than three corners");
    assertThatThrownBy(() -> fill(1, 1, 2, 2, Double.NaN, 1))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("corner 2 of a polygon has the coordinate NaN");
    assertThatThrownBy(() -> fill(1, 1, Double.POSITIVE_INFINITY, 2, 1, 1))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("corner 1 of a polygon has the coordinate Infinity");
    assertThatThrownBy(() -> Polygons.fill(10, 10, List.of()))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("an annotation without polygon");
  }

  @Test
  void refusesAnEndlessOutlineAtOnce() {
    double[] outline = new double[2_000_000];
    for (int i = 0; i < outline.length; i += 2) {
      outline[i] = i % 4 == 0 ? 0 : 9e7;
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> Polygons.fill(640, 480, outline))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("the outline of a polygon crosses more than"));
  }

  private static RunLengths fill(double... polygon) {
    return Polygons.fill(12, 12, polygon);
  }
}
