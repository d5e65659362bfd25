package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import dev.pancap.config.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
  private static final OpenAiConfig REMOTE = OpenAiConfigs.with("base-url=https://models.test/v1");

  @Test
  void pancapsOwnVariableComesFirst() {
    assertThat(key(Map.of("PANCAP_API_KEY", "ours", "OPENAI_API_KEY", "theirs"))).isEqualTo("ours");
    assertThat(key(Map.of("PANCAP_API_KEY", " ", "OPENAI_API_KEY", " theirs\n")))
        .isEqualTo("theirs");
  }

  @Test
  void aServerElsewhereNeedsAKey() {
    assertThatThrownBy(() -> ApiKey.from(Map.of(), REMOTE))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "models.test needs a key: set the environment variable PANCAP_API_KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.8.9.10", "[::1]", "vlm.localhost"})
  void aServerOnThisMachineNeedsNone(String host) {
    OpenAiConfig local = OpenAiConfigs.with("base-url=http://%s:8000".formatted(host));

    assertThat(ApiKey.from(Map.of(), local)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost.evil.test", "128.0.0.1", "127.0.0.1.test"})
  void whatOnlyLooksLikeThisMachineIsElsewhere(String host) {
    assertThat(ApiKey.isLoopback(host)).isFalse();
  }

  @Test
  void aKeyThatWouldBreakTheHeaderIsRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> ApiKey.from(Map.of("PANCAP_API_KEY", "sk-1\r\nHost: x"), REMOTE))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains("holds characters that cannot be sent")
        .doesNotContain("sk-1");
  }

  @Test
  void aSecretDoesNotPrintItself() {
    assertThat(Secret.of("sk-1")).hasToString("Secret[***]");
  }

  private static String key(Map<String, String> environment) {
    return ApiKey.from(environment, REMOTE).orElseThrow().reveal();
  }
}
