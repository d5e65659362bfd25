package dev.pancap.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import dev.pancap.config.ConfigReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlayConfigTest {
  @Test
  void theFileAndTheClassHaveTheSameDefaults() {
    assertThat(ConfigReader.read(null, "", List.of()).overlay())
        .isEqualTo(OverlayConfig.defaults());
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThatThrownBy(() -> ConfigReader.read(null, "", List.of("overlay.fill-alpha=1.5")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("overlay.fill-alpha must be between 0 and 1: 1.5");
    assertThatThrownBy(() -> ConfigReader.read(null, "", List.of("overlay.jpeg-quality=0")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("overlay.jpeg-quality must be between 1 and 100: 0");
  }
}
