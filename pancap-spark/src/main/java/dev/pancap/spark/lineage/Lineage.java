package dev.pancap.spark.lineage;

import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.BuildSummary;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineageClientException;
import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.FileConfig;
import io.openlineage.client.transports.FileTransport;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of one build, if {@code run.lineage} says where to: when it starts, and how it ends. A
 * lineage service that does not answer is named in the log and keeps no build from its work.
 */
public final class Lineage {
  private static final Logger log = LoggerFactory.getLogger(Lineage.class);
  private static final int PATIENCE_MILLIS = 10_000;
  private static final String API_KEY = "OPENLINEAGE_API_KEY";

  private final String to;
  private final String apiKey;
  private final Optional<LineageEvents> events;

  /**
   * @param environment has the key of the service in {@code OPENLINEAGE_API_KEY}, if it wants one
   */
  public Lineage(
      BuildRequest request, Configuration hadoop, Clock clock, Map<String, String> environment) {
    this.to = request.config().run().lineage();
    this.apiKey = environment.getOrDefault(API_KEY, "").strip();
    this.events =
        to.isEmpty() ? Optional.empty() : Optional.of(new LineageEvents(request, hadoop, clock));
  }

  /** The build begins. */
  public void started() {
    events.ifPresent(event -> send(event.started()));
  }

  /** The build has ended: with a release, or held back by a gate, which is a failure. */
  public void ended(BuildSummary done) {
    events.ifPresent(
        event ->
            send(done.refusal().isEmpty() ? event.completed(done) : event.failed(done.refusal())));
  }

  /** The build has failed. */
  public void failed(String why) {
    events.ifPresent(event -> send(event.failed(why)));
  }

  private void send(RunEvent event) {
    try {
      if (to.startsWith("http://") || to.startsWith("https://")) {
        try (HttpTransport transport = new HttpTransport(service())) {
          transport.emit(event);
        }
      } else {
        new FileTransport(new FileConfig(Path.of(to).toAbsolutePath().toString())).emit(event);
      }
    } catch (OpenLineageClientException | IOException e) {
      log.warn("The {} event did not reach {}: {}", event.getEventType(), to, e.toString());
    }
  }

  private HttpConfig service() {
    HttpConfig service = new HttpConfig();
    service.setUrl(URI.create(to));
    service.setTimeoutInMillis(PATIENCE_MILLIS);
    if (!apiKey.isEmpty()) {
      ApiKeyTokenProvider bearer = new ApiKeyTokenProvider();
      bearer.setApiKey(apiKey);
      service.setAuth(bearer);
    }
    return service;
  }
}
