package dev.pancap.model.openai;

import dev.pancap.config.ConfigException;
import dev.pancap.config.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The key to the server, from the environment and from nowhere else. */
public final class ApiKey {
  private ApiKey() {}

  /**
   * The value of {@code PANCAP_API_KEY}, else of {@code OPENAI_API_KEY}; empty where there is none
   * and the server is on this machine.
   *
   * @throws ConfigException if there is none and the server is elsewhere, or if it cannot be sent
   */
  public static Optional<Secret> from(Map<String, String> environment, OpenAiConfig config) {
    String key = environment.getOrDefault("PANCAP_API_KEY", "").strip();
    if (key.isEmpty()) {
      key = environment.getOrDefault("OPENAI_API_KEY", "").strip();
    }
    ConfigException.check(
        key.chars().allMatch(c -> c > ' ' && c < 127),
        "The key in PANCAP_API_KEY or OPENAI_API_KEY holds characters that cannot be sent");
    if (!key.isEmpty()) {
      return Optional.of(Secret.of(key));
    }
    String host = String.valueOf(URI.create(config.baseUrl()).getHost());
    ConfigException.check(
        isLoopback(host),
        "%s needs a key: set the environment variable PANCAP_API_KEY"
            + " (to any word if the server wants none)",
        host);
    return Optional.empty();
  }

  static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.\\d{1,3}){3}");
  }
}
