package dev.pancap.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.LabelMap;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarkPlacerTest {
  private final MarkPlacer placer = new MarkPlacer(OverlayConfig.defaults());

  @Test
  void labelsOf1To100SegmentsAreInsideThePictureAndCoverNoOtherLabel() {
    for (int marks = 1; marks <= 100; marks++) {
      LabelMap map = RandomRegions.map(new Random(marks), 640, 480, marks);
      List<MarkPlacer.Placement> placements = place(map, marks);
      assertThat(placements).as("seed %d", marks).hasSize(marks);
      for (int i = 0; i < marks; i++) {
        MarkPlacer.Placement placement = placements.get(i);
        BoundingBox label = placement.label();
        assertThat(placement.mark()).isEqualTo(i + 1);
        assertThat(map.idAt(placement.anchorX(), placement.anchorY()))
            .as("seed %d: the anchor lies in its segment", marks)
            .isEqualTo(i + 1);
        assertThat(label.x()).as("seed %d", marks).isNotNegative();
        assertThat(label.y()).as("seed %d", marks).isNotNegative();
        assertThat(label.right()).as("seed %d", marks).isLessThanOrEqualTo(640);
        assertThat(label.bottom()).as("seed %d", marks).isLessThanOrEqualTo(480);
        for (int j = 0; j < i; j++) {
          assertThat(meet(label, placements.get(j).label()))
              .as("seed %d: labels %d and %d", marks, i + 1, j + 1)
              .isFalse();
        }
      }
    }
  }

  @Test
  void manySpecksInASmallPictureGetSmallerLabelsThatStillDoNotMeet() {
    LabelMap map = RandomRegions.map(new Random(3), 160, 120, 60);
    List<MarkPlacer.Placement> placements = place(map, 60);
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(meet(placements.get(i).label(), placements.get(j).label())).isFalse();
      }
    }
  }

  @Test
  void aPictureWithoutRoomKeepsItsLabelsInside() {
    for (int[] size : new int[][] {{1, 1}, {3, 2}, {12, 40}, {24, 18}}) {
      int marks = Math.min(24, size[0] * size[1]);
      LabelMap map = RandomRegions.map(new Random(5), size[0], size[1], marks);
      for (MarkPlacer.Placement placement : place(map, marks)) {
        assertThat(placement.label().x()).isNotNegative();
        assertThat(placement.label().y()).isNotNegative();
        assertThat(placement.label().right()).isLessThanOrEqualTo(size[0]);
        assertThat(placement.label().bottom()).isLessThanOrEqualTo(size[1]);
      }
    }
  }

  @Test
  void aLargeSegmentCarriesItsLabelOnItsDeepestPointAndASpeckBeside() {
    int[] ids = new int[200 * 200];
    Arrays.fill(ids, 1);
    ids[50 * 200 + 60] = 2;
    List<MarkPlacer.Placement> placements = place(LabelMap.wrap(200, 200, ids), 2);
    MarkPlacer.Placement large = placements.get(0);
    assertThat(large.beside()).isFalse();
    assertThat(large.label().centerX()).isBetween(large.anchorX() - 1.0, large.anchorX() + 1.0);
    MarkPlacer.Placement speck = placements.get(1);
    assertThat(speck.beside()).isTrue();
    assertThat(speck.anchorX()).isEqualTo(60);
    assertThat(speck.anchorY()).isEqualTo(50);
    assertThat(meet(speck.label(), new BoundingBox(60, 50, 1, 1))).isFalse();
    assertThat(speck.label().x() - 60).isBetween(2, 8);
  }

  @Test
  void refusesMarksThatAreNamedTwiceOrNotPositive() {
    LabelMap map = LabelMap.of(2, 1, new int[] {1, 2});
    assertThatThrownBy(() -> placer.place(map, new int[] {2, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Marks are positive and named once: 2");
    assertThatThrownBy(() -> placer.place(map, new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Marks are positive and named once: 0");
  }

  private List<MarkPlacer.Placement> place(LabelMap map, int marks) {
    return placer.place(map, IntStream.rangeClosed(1, marks).toArray());
  }

  private static boolean meet(BoundingBox a, BoundingBox b) {
    return a.x() < b.right() && b.x() < a.right() && a.y() < b.bottom() && b.y() < a.bottom();
  }
}
