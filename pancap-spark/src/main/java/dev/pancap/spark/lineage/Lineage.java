package dev.pancap.spark.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.BuildSummary;
import dev.pancap.spark.Versions;
import dev.pancap.spark.lineage.RunEvent.Data;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of one build: when it starts, and how it ends. A lineage service that does not answer is
 * named in the log and keeps no build from its work.
 */
public final class Lineage {
  private static final Logger log = LoggerFactory.getLogger(Lineage.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String SPEC = "https://openlineage.io/spec/";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final BuildRequest request;
  private final Clock clock;
  private final String runId = UUID.randomUUID().toString();
  private final String producer = "urn:pancap:" + Versions.pancap();

  public Lineage(BuildRequest request, Clock clock) {
    this.request = request;
    this.clock = clock;
  }

  /** The build begins. */
  public void started() {
    send(RunEvent.Type.START, Map.of(), Map.of());
  }

  /** The build has ended: with a release, or held back by a gate, which is a failure. */
  public void ended(BuildSummary done) {
    if (!done.refusal().isEmpty()) {
      failed(done.refusal());
      return;
    }
    send(
        RunEvent.Type.COMPLETE,
        Map.of(),
        Map.of(
            "version",
            facet("1-0-1/DatasetVersionDatasetFacet", Map.of("datasetVersion", done.version())),
            "outputStatistics",
            facet(
                "1-0-2/OutputStatisticsOutputDatasetFacet", Map.of("rowCount", done.published()))));
  }

  /** The build has failed. */
  public void failed(String why) {
    send(
        RunEvent.Type.FAIL,
        Map.of(
            "errorMessage",
            facet(
                "1-0-1/ErrorMessageRunFacet",
                Map.of("message", why, "programmingLanguage", "JAVA"))),
        Map.of());
  }

  private Map<String, Object> facet(String schema, Map<String, Object> values) {
    Map<String, Object> facet = new java.util.TreeMap<>(values);
    facet.put("_producer", producer);
    facet.put("_schemaURL", SPEC + "facets/" + schema + ".json");
    return facet;
  }

  private void send(RunEvent.Type type, Map<String, Object> ofRun, Map<String, Object> ofOutput) {
    String to = request.config().run().lineage();
    if (to.isEmpty()) {
      return;
    }
    RunEvent event =
        new RunEvent(
            type,
            clock.instant().toString(),
            producer,
            SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent",
            new RunEvent.Run(runId, ofRun),
            new RunEvent.Job("pancap", "build " + request.split()),
            request.source().inputs().stream().map(path -> Data.of(path, Map.of())).toList(),
            List.of(Data.of(request.outputDir(), ofOutput)));
    try {
      String json = JSON.writeValueAsString(event);
      if (to.startsWith("http://") || to.startsWith("https://")) {
        post(URI.create(to), json);
      } else {
        Files.writeString(
            Path.of(to), json + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event is a record of plain values", e);
    } catch (IOException e) {
      log.warn("The {} event did not reach {}: {}", type, to, e.toString());
    }
  }

  private static void post(URI to, String json) throws IOException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    HttpRequest post =
        HttpRequest.newBuilder(to)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build();
    try {
      int status = client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        throw new IOException("it answered " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
