package dev.pancap.panoptic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CategoryTableTest {
  @Test
  void cocoHas80ThingsAnd53Stuff() {
    assertThat(CategoryTable.coco().size()).isEqualTo(133);
    assertThat(CategoryTable.coco().all().stream().filter(Category::isThing)).hasSize(80);
    assertThat(CategoryTable.coco().find(183)).isEmpty();
  }

  @Test
  void displayNamesAreWhatAPersonWrites() {
    assertThat(CategoryTable.coco().find(191).orElseThrow().displayName()).isEqualTo("pavement");
    assertThat(CategoryTable.coco().find(187).orElseThrow().displayName()).isEqualTo("sky");
    assertThat(CategoryTable.coco().find(1).orElseThrow().displayName()).isEqualTo("person");
  }

  @Test
  void refusesTwoCategoriesOfOneId() {
    Category category = new Category(7, "train", "vehicle", true);
    assertThatThrownBy(() -> CategoryTable.of(List.of(category, category)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Two categories have the id 7");
  }
}
