package dev.pancap.panoptic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.LimitsConfig;
import dev.pancap.quarantine.BadRecordException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A mask of 16-bit colours: which byte is the id's is a matter of who reads it. */
class SixteenBitPngTest {
  private static final LimitsConfig LIMITS = new LimitsConfig(1 << 20, 1 << 20, 100);

  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAEEAIAAAB2A9VqAAAAJElEQVR4nGPQMWc0ZzCHkA"
                  + "XmgkAaQjJgSjBAIKZaqDREHlMCAABuD8SYZeO6AAAAAElFTkSuQmCC");

  @Test
  void isReadByItsHighBytesWherePillowIsFollowed() {
    LabelMap map = PanopticPng.decodeAsPillow(PNG, LIMITS);

    assertThat(map.width()).isEqualTo(4);
    assertThat(Arrays.stream(map.toArray()).distinct()).containsExactlyInAnyOrder(0, 300, 70_000);
  }

  @Test
  void isRefusedOtherwise() {
    assertThatThrownBy(() -> PanopticPng.decode(PNG, LIMITS))
        .isInstanceOf(BadRecordException.class)
        .hasMessageStartingWith("the mask is a PNG of 16-bit colours");
  }
}
