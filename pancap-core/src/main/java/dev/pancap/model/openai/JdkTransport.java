package dev.pancap.model.openai;

import dev.pancap.config.Secret;
import dev.pancap.model.budget.Scheduler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/**
 * The JDK's client, over HTTP/1.1: one connection for each request in flight, so that the number of
 * connections is the number of requests, and no server's limit of streams a connection is met.
 * Redirects are not followed, so the key goes to the configured host alone. The certificate and the
 * host's name are verified, which is the JDK's default and is not made a setting.
 */
final class JdkTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private final HttpClient client;
  private final URI address;
  private final Optional<Secret> key;
  private final int maxResponseBytes;
  private final Executor executor;
  private final Scheduler scheduler;

  JdkTransport(OpenAiConfig config, Optional<Secret> key, Executor executor, Scheduler scheduler) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .proxy(proxies())
            .executor(executor)
            .build();
    this.address = config.chatCompletions();
    this.key = key;
    this.maxResponseBytes = config.maxResponseBytes();
    this.executor = executor;
    this.scheduler = scheduler;
  }

  @Override
  public CompletableFuture<HttpReply> post(byte[] json, String idempotencyKey, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .header("User-Agent", "pancap")
            .header("X-Request-Id", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofByteArray(json));
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request.build(), reply -> new BoundedBody(maxResponseBytes));
    CompletableFuture<HttpReply> result = new CompletableFuture<>();
    // HttpRequest's own timeout ends with the headers; a body may drip for ever behind them.
    Future<?> alarm =
        scheduler.after(
            timeout,
            () ->
                executor.execute(
                    () -> {
                      result.completeExceptionally(
                          new HttpTimeoutException("no complete answer within " + timeout));
                      exchange.cancel(true);
                    }));
    exchange.whenComplete(
        (reply, failure) -> {
          alarm.cancel(false);
          if (failure == null) {
            result.complete(new HttpReply(reply.statusCode(), reply.headers(), reply.body()));
          } else {
            result.completeExceptionally(failure);
          }
        });
    return result;
  }

  private static ProxySelector proxies() {
    return EnvironmentProxies.from(System.getenv());
  }
}
