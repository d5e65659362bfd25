package dev.pancap.model.openai;

import dev.pancap.config.ConfigException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that the environment names: {@code http_proxy}, {@code https_proxy} and {@code
 * no_proxy}, in small or capital letters. {@code no_proxy} holds host names, which stand for their
 * subdomains too, IP addresses, or {@code *}. This machine is never reached through a proxy.
 */
final class EnvironmentProxies extends ProxySelector {
  private final Map<String, Optional<InetSocketAddress>> byScheme;
  private final List<String> exempt;

  private EnvironmentProxies(
      Map<String, Optional<InetSocketAddress>> byScheme, List<String> exempt) {
    this.byScheme = byScheme;
    this.exempt = exempt;
  }

  /**
   * @throws ConfigException if a proxy's address cannot be read or asks for a password
   */
  static EnvironmentProxies from(Map<String, String> environment) {
    return new EnvironmentProxies(
        Map.of(
            "http", proxy(environment, "http_proxy"), "https", proxy(environment, "https_proxy")),
        Arrays.stream(value(environment, "no_proxy").toLowerCase(Locale.ROOT).split(","))
            .map(name -> name.strip().replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", ""))
            .filter(name -> !name.isEmpty())
            .toList());
  }

  @Override
  public List<Proxy> select(URI uri) {
    Optional<InetSocketAddress> proxy =
        byScheme.getOrDefault(String.valueOf(uri.getScheme()), Optional.empty());
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    if (proxy.isEmpty() || isExempt(host)) {
      return List.of(Proxy.NO_PROXY);
    }
    return List.of(new Proxy(Proxy.Type.HTTP, proxy.get()));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The request fails with the same exception; there is no second proxy to turn to.
  }

  private boolean isExempt(String host) {
    return ApiKey.isLoopback(host)
        || exempt.stream()
            .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
  }

  private static Optional<InetSocketAddress> proxy(
      Map<String, String> environment, String variable) {
    String text = value(environment, variable);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI uri;
    try {
      uri = URI.create(text.contains("://") ? text : "http://" + text);
    } catch (IllegalArgumentException e) {
      // The text may hold a password, so neither it nor the cause, which quotes it, is shown.
      throw new ConfigException(
          "The environment variable %s is not an address".formatted(variable));
    }
    ConfigException.check(
        uri.getRawUserInfo() == null,
        "The proxy in %s asks for a password, which is not supported;"
            + " name a proxy without one, or exempt the model's host in no_proxy",
        variable);
    ConfigException.check(
        uri.getHost() != null && "http".equals(uri.getScheme()),
        "The environment variable %s must look like http://host:port",
        variable);
    return Optional.of(
        InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()));
  }

  private static String value(Map<String, String> environment, String variable) {
    String small = environment.getOrDefault(variable, "").strip();
    return small.isEmpty()
        ? environment.getOrDefault(variable.toUpperCase(Locale.ROOT), "").strip()
        : small;
  }
}
