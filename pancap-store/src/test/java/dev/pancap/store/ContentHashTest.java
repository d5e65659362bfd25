package dev.pancap.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.caption.RegionLine;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  private final ContentHash a = ContentHash.of(new RegionLine(1, "sky", "A sky."));
  private final ContentHash b = ContentHash.of(new RegionLine(2, "sky", "A sky."));

  @Test
  void theOrderOfRowsDoesNotMatter() {
    assertThat(a.plus(b)).isEqualTo(b.plus(a)).isNotEqualTo(a.plus(a));
    assertThat(ContentHash.EMPTY.plus(a)).isEqualTo(a);
  }

  @Test
  void theLayoutIsPartOfTheHash() {
    assertThat(a.hex("rows=1")).hasSize(64).isNotEqualTo(a.hex("rows=2"));
    assertThat(a.hex("rows=1")).isNotEqualTo(b.hex("rows=1"));
  }
}
