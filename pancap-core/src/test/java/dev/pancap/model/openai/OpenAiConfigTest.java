package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pancap.config.ConfigException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiConfigTest {
  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("max-in-flight=0", "model.openai.max-in-flight must be positive: 0"),
        arguments("max-in-flight=5000", "model.openai.max-in-flight must be at most 4096"),
        arguments("max-attempts=-1", "model.openai.max-attempts must be positive: -1"),
        arguments("timeout=PT0S", "model.openai.timeout must be a positive duration"),
        arguments(
            "deadline=PT1S", "model.openai.deadline (PT1S) must be at least model.openai.time"),
        arguments("requests-per-minute=-1", "requests-per-minute must be 0 (no limit) or more: -1"),
        arguments("max-cost=-0.5", "model.openai.max-cost must be 0 (no limit) or more: -0.5"),
        arguments("temperature=3", "model.openai.temperature must be between 0 and 2"),
        arguments("dialect=klingon", "Setting model.openai.dialect cannot be read"),
        arguments("base-url=ftp://host", "base-url must look like http://host:port"),
        arguments("base-url=host:8000", "base-url must look like http://host:port"),
        arguments("base-url='http://a b'", "base-url is not an address"),
        arguments("base-url=https://me:pw@host", "base-url must look like|hold no user"),
        arguments("base-url=https://host?key=x", "base-url must hold no user, query or fragment"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void refusesMistakesInOneLine(String assignment, String message) {
    assertThatThrownBy(() -> OpenAiConfigs.with(assignment))
        .isInstanceOf(ConfigException.class)
        .message()
        .containsAnyOf(message.split("\\|"))
        .doesNotContain("\n")
        .doesNotContain("pw@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base-url", "model"})
  void namesTheSettingThatIsMissing(String name) {
    OpenAiConfig config = OpenAiConfigs.with(name + "=\"\"");

    assertThatThrownBy(config::checkComplete)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.openai." + name + " is missing; set it");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000, http://localhost:8000/v1/chat/completions",
    "http://localhost:8000/, http://localhost:8000/v1/chat/completions",
    "https://api.openai.com/v1, https://api.openai.com/v1/chat/completions",
    "https://gateway/llm/v1/, https://gateway/llm/v1/chat/completions"
  })
  void addsTheUsualPathWhereThereIsNone(String baseUrl, String address) {
    assertThat(OpenAiConfigs.with("base-url=" + baseUrl).chatCompletions()).hasToString(address);
  }

  @Test
  void aMoneyBudgetNeedsAPrice() {
    OpenAiConfig config = OpenAiConfigs.with("max-cost=5", "model=nobody/knows");

    assertThatThrownBy(() -> OpenAiModel.check(config, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("max-cost is set, but there is no price for nobody/knows");
  }

  @Test
  void aPriceFileThatIsMissingIsNamed() {
    OpenAiConfig config = OpenAiConfigs.with("prices=no/such/prices.yaml");

    assertThatThrownBy(() -> OpenAiModel.check(config, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("model.openai.prices cannot be read: no/such/prices.yaml");
  }

  @Test
  void whatCanChangeAnAnswerChangesTheFingerprintAndNothingElseDoes() {
    String fingerprint = fingerprint();

    assertThat(fingerprint("base-url=http://127.0.0.1:2", "max-in-flight=3", "timeout=PT9S"))
        .isEqualTo(fingerprint);
    for (String changed :
        new String[] {
          "model=other",
          "revision=abc",
          "temperature=0.5",
          "temperature=null",
          "image-detail=low",
          "answer-format=lines"
        }) {
      assertThat(fingerprint(changed)).as(changed).isNotEqualTo(fingerprint);
    }
  }

  private static String fingerprint(String... assignments) {
    try (OpenAiModel model = OpenAiModel.open(OpenAiConfigs.with(assignments))) {
      return model.fingerprint();
    }
  }
}
