package dev.pancap.review;

import dev.pancap.config.ConfigException;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.server.handlers.CookieSameSiteMode;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the page, and from where.
 *
 * <ul>
 *   <li>Without an access token the server listens on loopback only, and answers only requests that
 *       name a loopback host: a page of another site that rebinds its name to 127.0.0.1 is refused.
 *   <li>With one, the token opens the page once ({@code ?token=…}) and stays in an HTTP-only cookie
 *       that other sites cannot send.
 *   <li>What writes must carry the page's own token in a header and JSON as its type, neither of
 *       which a form of another site can do.
 *   <li>The page may load nothing from elsewhere and run no script but its own files.
 * </ul>
 */
public final class RequestGuard {
  private static final String COOKIE = "pancap-review";
  private static final HttpString TOKEN_HEADER = new HttpString("X-Pancap-Token");
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final @Nullable String accessToken;
  private final String pageToken;

  private RequestGuard(@Nullable String accessToken) {
    this.accessToken = accessToken;
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    this.pageToken = HexFormat.of().formatHex(random);
  }

  /**
   * @param host the address that the server listens on
   * @param accessToken what opens the page, or null
   * @throws ConfigException if the address is not loopback and there is no token of some length
   */
  public static RequestGuard of(String host, @Nullable String accessToken) {
    ConfigException.check(
        accessToken == null || accessToken.length() >= 12,
        "--token needs at least 12 characters, for example: --token $(openssl rand -hex 16)");
    ConfigException.check(
        accessToken != null || isLoopback(host),
        "Listening on %s lets others in: add --token SECRET, or leave out --host to stay on"
            + " 127.0.0.1",
        host);
    return new RequestGuard(accessToken);
  }

  /** The token that the page sends with what it writes. */
  String pageToken() {
    return pageToken;
  }

  HttpHandler wrap(HttpHandler inner) {
    return exchange -> {
      HeaderMap headers = exchange.getResponseHeaders();
      headers.put(new HttpString("Content-Security-Policy"), CONTENT_POLICY);
      headers.put(new HttpString("X-Content-Type-Options"), "nosniff");
      headers.put(new HttpString("Referrer-Policy"), "no-referrer");
      headers.put(new HttpString("Cross-Origin-Resource-Policy"), "same-origin");
      if (accessToken == null && !LOOPBACK_NAMES.contains(hostName(exchange))) {
        ReviewServer.refuse(exchange, StatusCodes.FORBIDDEN, "Open the page as localhost.");
      } else if (accessToken != null && !mayEnter(exchange, accessToken)) {
        ReviewServer.refuse(
            exchange, StatusCodes.FORBIDDEN, "Open the page with ?token= and the token.");
      } else if (!exchange.getRequestMethod().equals(Methods.GET) && !isFromThePage(exchange)) {
        ReviewServer.refuse(exchange, StatusCodes.FORBIDDEN, "Reload the page and try again.");
      } else {
        inner.handleRequest(exchange);
      }
    };
  }

  private static boolean mayEnter(HttpServerExchange exchange, String token) {
    Cookie cookie = exchange.getRequestCookie(COOKIE);
    if (cookie != null && equalInConstantTime(cookie.getValue(), token)) {
      return true;
    }
    Deque<String> given = exchange.getQueryParameters().get("token");
    if (given == null || !equalInConstantTime(given.getFirst(), token)) {
      return false;
    }
    exchange.setResponseCookie(
        new CookieImpl(COOKIE, token)
            .setHttpOnly(true)
            .setPath("/")
            .setSameSite(true)
            .setSameSiteMode(CookieSameSiteMode.STRICT.toString()));
    return true;
  }

  private boolean isFromThePage(HttpServerExchange exchange) {
    String token = exchange.getRequestHeaders().getFirst(TOKEN_HEADER);
    String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    return token != null
        && equalInConstantTime(token, pageToken)
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  private static String hostName(HttpServerExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
    if (host == null) {
      return "";
    }
    int port = host.lastIndexOf(':');
    boolean hasPort = port > host.lastIndexOf(']');
    return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigException("--host names no address of this machine: " + host, e);
    }
  }

  private static boolean equalInConstantTime(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
