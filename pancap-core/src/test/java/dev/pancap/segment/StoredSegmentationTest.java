package dev.pancap.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.panoptic.Category;
import dev.pancap.panoptic.CategoryTable;
import dev.pancap.panoptic.LabelMap;
import dev.pancap.panoptic.PictureEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredSegmentationTest {
  private static final List<Category> CATEGORIES = List.copyOf(CategoryTable.coco().all());
  private static final byte[] PICTURE = {1, 2, 3};

  @Test
  void comesBackAsItWasKept() {
    Segmentation found =
        new Segmentation(
            LabelMap.of(3, 2, new int[] {1, 1, 0, 2, 2, 2}),
            List.of(
                new Segmentation.Found(1, CATEGORIES.get(0), 0.75),
                new Segmentation.Found(2, CATEGORIES.get(100), 0.5)));
    StoredSegmentation kept =
        StoredSegmentation.of(
            new PictureEntry(7, "a b.jpg", 3, 2), FoundAnnotation.of(7, "a b.jpg", found));

    StoredSegmentation back = StoredSegmentation.parse(kept.text());

    assertThat(back.text()).isEqualTo(kept.text()).doesNotContain("\n");
    assertThat(back.picture(7, "a b.jpg")).isEqualTo(new PictureEntry(7, "a b.jpg", 3, 2));
    assertThat(back.annotation(7, "a b.jpg").maskFile()).isEqualTo("a b.png");
    assertThat(back.annotation(7, "a b.jpg").maskPng()).isEqualTo(kept.maskPng());
    assertThat(back.segments()).isEqualTo(kept.segments()).hasSize(2);
  }

  @Test
  void anotherNetworkOrAnotherPictureIsAnotherKey() {
    String key = StoredSegmentation.key("model", PICTURE);

    assertThat(StoredSegmentation.key("model", PICTURE.clone())).isEqualTo(key);
    assertThat(StoredSegmentation.key("model 2", PICTURE)).isNotEqualTo(key);
    assertThat(StoredSegmentation.key("model", new byte[] {1, 2})).isNotEqualTo(key);
  }

  @Test
  void whatItDidNotWriteIsRefused() {
    assertThatThrownBy(() -> StoredSegmentation.parse("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("No stored segmentation");
  }
}
