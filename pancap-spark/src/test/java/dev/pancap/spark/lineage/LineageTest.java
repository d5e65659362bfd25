package dev.pancap.spark.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.pancap.config.ConfigReader;
import dev.pancap.config.PancapConfig;
import dev.pancap.model.Prompts;
import dev.pancap.model.TokenUsage;
import dev.pancap.spark.BuildRequest;
import dev.pancap.spark.BuildSummary;
import dev.pancap.spark.source.CocoSource;
import dev.pancap.spark.source.ImageFolders;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClientUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as a service gets them, over HTTP. */
class LineageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Map<String, String> KEY = Map.of("OPENLINEAGE_API_KEY", "lineage-key");

  @TempDir private Path folder;

  private final List<Posted> posted = Collections.synchronizedList(new ArrayList<>());
  private HttpServer service;
  private int status = 201;

  private record Posted(String path, String authorization, String type, String body) {
    /** As the classes read it that are generated from the specification; nothing may be lost. */
    OpenLineage.RunEvent event() throws IOException {
      OpenLineage.RunEvent event = OpenLineageClientUtils.runEventFromJson(body);
      assertThat(JSON.readTree(OpenLineageClientUtils.toJson(event))).isEqualTo(json());
      return event;
    }

    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          posted.add(
              new Posted(
                  exchange.getRequestURI().getPath(),
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:%d/api/v1/lineage".formatted(service.getAddress().getPort());
  }

  private Lineage lineage(String to, Map<String, String> environment) {
    PancapConfig config = ConfigReader.read(null, "", List.of("run.lineage=" + to));
    BuildRequest request =
        new BuildRequest(
            new CocoSource(
                "s3a://coco/annotations/panoptic.json",
                new ImageFolders("/data/images", "/data/masks", "train"),
                10),
            folder.resolve("out").toString(),
            "train",
            false,
            config,
            Prompts.load(config.prompts()));
    return new Lineage(
        request, new Configuration(), Clock.fixed(NOON, ZoneOffset.UTC), environment);
  }

  private static BuildSummary done(String version, String refusal) {
    return new BuildSummary(
        version,
        "",
        true,
        4,
        3,
        1,
        0,
        6,
        0,
        TokenUsage.NONE,
        null,
        1.5,
        Map.of(),
        Map.of(),
        List.of(),
        "",
        refusal);
  }

  @Test
  void aBuildThatPublishesIsToldOfWithItsReleaseAndRows() throws IOException {
    Lineage lineage = lineage(url(), KEY);
    lineage.started();
    lineage.ended(done("20261122T120000Z", ""));

    assertThat(posted).hasSize(2);
    OpenLineage.RunEvent start = posted.get(0).event();
    OpenLineage.RunEvent end = posted.get(1).event();
    assertThat(posted.get(1).path()).isEqualTo("/api/v1/lineage");
    assertThat(posted.get(1).authorization()).isEqualTo("Bearer lineage-key");
    assertThat(posted.get(1).type()).startsWith("application/json");
    assertThat(start.getEventType()).isEqualTo(OpenLineage.RunEvent.EventType.START);
    assertThat(end.getEventType()).isEqualTo(OpenLineage.RunEvent.EventType.COMPLETE);
    assertThat(end.getSchemaURL())
        .hasToString("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
    assertThat(end.getEventTime().toInstant()).isEqualTo(NOON);
    assertThat(end.getRun().getRunId()).isEqualTo(start.getRun().getRunId());
    assertThat(end.getJob().getName()).isEqualTo("build train");
    assertThat(end.getInputs())
        .extracting(input -> input.getNamespace() + " " + input.getName())
        .containsExactly(
            "file /data/images", "file /data/masks", "s3://coco annotations/panoptic.json");
    OpenLineage.OutputDataset output = end.getOutputs().get(0);
    assertThat(output.getName()).isEqualTo(folder.resolve("out").toString());
    assertThat(output.getFacets().getVersion().getDatasetVersion()).isEqualTo("20261122T120000Z");
    assertThat(output.getOutputFacets().getOutputStatistics().getRowCount()).isEqualTo(3);
  }

  @Test
  void aReleaseThatAGateHoldsBackAndAnExceptionAreFailures() throws IOException {
    lineage(url(), Map.of()).ended(done("20261122T120000Z", "gates.min-rows is 4"));
    lineage(url(), Map.of()).failed("The model cannot be asked: no such model");

    assertThat(posted)
        .extracting(event -> event.json().at("/run/facets/errorMessage/message").asText())
        .containsExactly("gates.min-rows is 4", "The model cannot be asked: no such model");
    for (Posted one : posted) {
      assertThat(one.event().getEventType()).isEqualTo(OpenLineage.RunEvent.EventType.FAIL);
      assertThat(one.json().at("/outputs/0").has("facets")).as("no version").isFalse();
      assertThat(one.authorization()).isEqualTo("null");
    }
  }

  @Test
  void aBudgetThatEndsBeforeThereIsAReleaseCompletesWithoutAnOutput() throws IOException {
    lineage(url(), Map.of()).ended(done("", ""));

    OpenLineage.RunEvent end = posted.get(0).event();
    assertThat(end.getEventType()).isEqualTo(OpenLineage.RunEvent.EventType.COMPLETE);
    assertThat(end.getOutputs()).isEmpty();
  }

  @Test
  void aServiceThatRefusesOrIsNotThereKeepsNoBuildFromItsWork() throws IOException {
    status = 500;
    lineage(url(), Map.of()).started();
    assertThat(posted).hasSize(1);
    service.stop(0);

    lineage(url(), Map.of()).started();

    assertThat(posted).hasSize(1);
  }

  @Test
  void aFileGetsALineForEachEvent() throws IOException {
    Path file = folder.resolve("events.jsonl");
    Lineage lineage = lineage(file.toString(), Map.of());
    lineage.started();
    lineage.failed("two\nlines");

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(OpenLineageClientUtils.runEventFromJson(lines.get(1)).getEventType())
        .isEqualTo(OpenLineage.RunEvent.EventType.FAIL);
    assertThat(posted).isEmpty();
  }
}
