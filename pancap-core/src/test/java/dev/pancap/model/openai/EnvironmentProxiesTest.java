package dev.pancap.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.config.ConfigException;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentProxiesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "http_proxy", "http://plain:3128",
          "HTTPS_PROXY", "secure:8443/",
          "no_proxy", "inner.test, .corp.test,10.0.0.7:8000");

  @ParameterizedTest
  @CsvSource({
    "http://outer.test, plain:3128",
    "https://outer.test, secure:8443",
    "https://notinner.test, secure:8443",
    "https://inner.test, direct",
    "https://gpu.inner.test, direct",
    "https://vlm.corp.test, direct",
    "http://10.0.0.7:8000, direct",
    "http://localhost:8000, direct",
    "http://127.0.0.1:8000, direct"
  })
  void choosesTheProxyOfTheSchemeUnlessTheHostIsExempt(String address, String expected) {
    assertThat(choice(ENVIRONMENT, address)).isEqualTo(expected);
  }

  @Test
  void aStarExemptsEverything() {
    assertThat(choice(Map.of("http_proxy", "plain:1", "NO_PROXY", "*"), "http://outer.test"))
        .isEqualTo("direct");
  }

  @Test
  void aPasswordIsRefusedAndNotQuoted() {
    assertThatThrownBy(() -> EnvironmentProxies.from(Map.of("https_proxy", "http://me:pw@proxy:1")))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains("The proxy in https_proxy asks for a password")
        .doesNotContain("pw");
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> EnvironmentProxies.from(Map.of("http_proxy", "http://a b")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("The environment variable http_proxy is not an address");
  }

  private static String choice(Map<String, String> environment, String address) {
    Proxy proxy = EnvironmentProxies.from(environment).select(URI.create(address)).get(0);
    return proxy == Proxy.NO_PROXY
        ? "direct"
        : proxy.address().toString().replace("/<unresolved>", "");
  }
}
