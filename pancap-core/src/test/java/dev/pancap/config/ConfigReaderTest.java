package dev.pancap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {
  @Test
  void theUsersFileOverlaysTheDefaultsAndAssignmentsOverlayTheFile() {
    PancapConfig config =
        ConfigReader.read(
            "model: {max-reasks: 5, compose-max-tokens: 100}",
            "my.yaml",
            List.of("model.max-reasks=7"));

    assertThat(config.model().maxReasks()).isEqualTo(7);
    assertThat(config.model().composeMaxTokens()).isEqualTo(100);
    assertThat(config.model().engine()).isEqualTo(ModelConfig.Engine.DESCRIBER);
  }

  @Test
  void readsWhatItWrote() {
    PancapConfig config = ConfigReader.read(null, "", List.of("limits.max-segments=9"));

    assertThat(ConfigReader.read(ConfigReader.write(config), "again", List.of())).isEqualTo(config);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("misspelt key", "model.max-reask=1", "did you mean max-reasks?"),
        arguments("unknown key", "zebra=1", "--set: unknown setting zebra; known here: "),
        arguments("not an assignment", "model.engine", "--set wants name=value"),
        arguments("group given one value", "model=3", "--set: model is a group of settings"),
        arguments("not a number", "model.max-reasks=many", "Setting model.max-reasks cannot"),
        arguments("out of range", "model.max-reasks=-1", "model.max-reasks must be 0 or more: -1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void refusesMistakesInOneLine(String name, String assignment, String message) {
    assertThatThrownBy(() -> ConfigReader.read(null, "", List.of(assignment)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }
}
