package dev.pancap.spark.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FileLayoutTest {
  private final FileLayout layout = new FileLayout(List.of(3L, 10L, 700L), "train");

  @Test
  void anIdGoesIntoTheFileWhoseFirstIdIsNotAboveIt() {
    assertThat(layout.fileOf(3)).isZero();
    assertThat(layout.fileOf(9)).isZero();
    assertThat(layout.fileOf(10)).isEqualTo(1);
    assertThat(layout.fileOf(699)).isEqualTo(1);
    assertThat(layout.fileOf(Long.MAX_VALUE)).isEqualTo(2);
    assertThatThrownBy(() -> layout.fileOf(2)).hasMessage("Image 2 was not laid out");
  }

  @Test
  void filesAreNamedAsHuggingFaceNamesThem() {
    assertThat(layout.dataFile(1)).isEqualTo("data/train-00001-of-00003.parquet");
    assertThat(layout.reviewFile(2)).isEqualTo("review/part-00002.parquet");
  }
}
