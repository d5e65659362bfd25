package dev.pancap.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pancap.config.ConfigException;
import dev.pancap.edit.EditOperation;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditSpan;
import dev.pancap.edit.EditTarget;
import dev.pancap.store.EditLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewServerTest {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final SyntheticCatalog CATALOG = SyntheticCatalog.of(4);

  @TempDir Path out;
  private ReviewServer server;
  private String token;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = serve(null);
    token = JSON.readTree(get("/api/session").body()).path("token").asText();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ReviewServer serve(String accessToken) throws IOException {
    EditLog log = EditLog.open(out.toUri().toString(), new Configuration());
    return ReviewServer.start(
        ReviewDesk.open(CATALOG, log, ReviewPolicy.parse("flagged")),
        RequestGuard.of("127.0.0.1", accessToken),
        Clock.systemUTC(),
        new ReviewServer.Address("127.0.0.1", 0));
  }

  private List<EditRecord> stored() throws IOException {
    return EditLog.open(out.toUri().toString(), new Configuration())
        .read(
            line -> {
              throw new AssertionError(line);
            });
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private HttpResponse<String> post(String path, Object body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .header("X-Pancap-Token", token)
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  private JsonNode image(long id) throws IOException, InterruptedException {
    return JSON.readTree(get("/api/images/" + id).body());
  }

  private int waiting() throws IOException, InterruptedException {
    return JSON.readTree(get("/api/queue?filter=waiting&index=0").body()).path("total").asInt();
  }

  @Test
  void aStruckHallucinationIsStoredAndShownAgainByAServerThatStartsAnew()
      throws IOException, InterruptedException {
    JsonNode segment = image(1).path("segments").path(0);
    String machine = segment.path("machine").asText();
    String result = machine.replace(" likely slowing down", "");

    HttpResponse<String> response =
        post(
            "/api/edits",
            Map.of(
                "imageId",
                1,
                "segmentId",
                segment.path("segmentId").asInt(),
                "target",
                "REGION_LINE",
                "rater",
                "ann",
                "baseText",
                machine,
                "resultText",
                result,
                "struck",
                List.of("likely slowing down")));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(stored())
        .singleElement()
        .satisfies(
            edit -> {
              assertThat(edit.rater()).isEqualTo("ann");
              assertThat(edit.spans())
                  .extracting(EditSpan::operation)
                  .contains(EditOperation.HALLUCINATION);
            });
    server.close();
    server = serve(null);
    JsonNode again = image(1).path("segments").path(0);
    assertThat(again.path("text").asText()).isEqualTo(result);
    assertThat(again.path("machine").asText()).isEqualTo(machine);
    assertThat(again.path("outcome").asText()).isEqualTo("REAPPLIED");
    assertThat(again.path("struck").path(0).asText()).isEqualTo("likely slowing down");
  }

  @Test
  void flaggedImagesWaitUntilTheyAreDone() throws IOException, InterruptedException {
    assertThat(waiting()).isEqualTo(2);

    assertThat(post("/api/images/1/done", Map.of("rater", "ann")).statusCode()).isEqualTo(200);

    assertThat(waiting()).isEqualTo(1);
    assertThat(JSON.readTree(get("/api/progress").body()).path("done").asInt()).isEqualTo(1);
    assertThat(image(1).path("done").asBoolean()).isTrue();
    assertThat(stored()).extracting(EditRecord::target).containsExactly(EditTarget.VERIFIED);
  }

  @Test
  void whatIsDoneCountsThoughThePolicyDidNotAskForIt() throws IOException, InterruptedException {
    assertThat(image(2).path("flags")).isEmpty();

    assertThat(post("/api/images/2/done", Map.of("rater", "ann")).statusCode()).isEqualTo(200);

    assertThat(waiting()).isEqualTo(2);
    JsonNode progress = JSON.readTree(get("/api/progress").body());
    assertThat(progress.path("done").asInt()).isEqualTo(1);
    assertThat(progress.path("queued").asInt()).isEqualTo(3);
  }

  @Test
  void twoRatersWhoDisagreeAreBothShown() throws IOException, InterruptedException {
    JsonNode segment = image(1).path("segments").path(0);
    for (String rater : List.of("ann", "bob")) {
      post(
          "/api/edits",
          Map.of(
              "imageId",
              1,
              "segmentId",
              segment.path("segmentId").asInt(),
              "target",
              "REGION_LINE",
              "rater",
              rater,
              "baseText",
              segment.path("machine").asText(),
              "resultText",
              rater + " says."));
    }

    JsonNode again = image(1).path("segments").path(0);

    assertThat(
            List.of(
                again.path("text").asText(), again.path("others").path(0).path("text").asText()))
        .containsExactlyInAnyOrder("ann says.", "bob says.");
  }

  @Test
  void anEditInConflictStandsOnceARaterIsDoneUntilItChanges()
      throws IOException, InterruptedException {
    JsonNode segment = image(1).path("segments").path(0);
    int segmentId = segment.path("segmentId").asInt();
    assertThat(writeLine(segmentId, "A dog runs.", "A cat sleeps here.")).isEqualTo(200);
    JsonNode inConflict = image(1).path("segments").path(0);
    assertThat(inConflict.path("outcome").asText()).isEqualTo("CONFLICT");
    assertThat(inConflict.path("text").asText()).isEqualTo("A cat sleeps here.");

    assertThat(post("/api/images/1/done", Map.of("rater", "bob")).statusCode()).isEqualTo(200);

    assertThat(stored())
        .extracting(EditRecord::target, EditRecord::segmentId, EditRecord::baseText)
        .contains(tuple(EditTarget.STANDS, segmentId, segment.path("machine").asText()))
        .extracting(found -> found.toList().get(0))
        .containsExactlyInAnyOrder(EditTarget.REGION_LINE, EditTarget.STANDS, EditTarget.VERIFIED);
    server.close();
    server = serve(null);
    token = JSON.readTree(get("/api/session").body()).path("token").asText();
    JsonNode settled = image(1).path("segments").path(0);
    assertThat(settled.path("outcome").asText()).isEqualTo("STANDS");
    assertThat(settled.path("text").asText()).isEqualTo("A cat sleeps here.");

    assertThat(writeLine(segmentId, "A dog runs.", "A cat jumps there.")).isEqualTo(200);
    assertThat(image(1).path("segments").path(0).path("outcome").asText()).isEqualTo("CONFLICT");
  }

  private int writeLine(int segmentId, String base, String result)
      throws IOException, InterruptedException {
    return post(
            "/api/edits",
            Map.of(
                "imageId",
                1,
                "segmentId",
                segmentId,
                "target",
                "REGION_LINE",
                "rater",
                "ann",
                "baseText",
                base,
                "resultText",
                result))
        .statusCode();
  }

  @Test
  void aParagraphMustKeepItsTagsWhole() throws IOException, InterruptedException {
    HttpResponse<String> response =
        post(
            "/api/edits",
            Map.of(
                "imageId",
                1,
                "segmentId",
                0,
                "target",
                "CAPTION",
                "rater",
                "ann",
                "baseText",
                image(1).path("caption").path("machine").asText(),
                "resultText",
                "In front of <1: a wall> is <999: a ghost>."));

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).contains("There is no region 999 in this picture.");
    assertThat(stored()).isEmpty();
  }

  @Test
  void aSegmentIsDroppedOrGetsAClassThatThereIs() throws IOException, InterruptedException {
    JsonNode segment = image(1).path("segments").path(0);
    String base = segment.path("category").asText();

    assertThat(relabel(segment, base, "zebra").statusCode()).isEqualTo(200);
    JsonNode again = image(1).path("segments").path(0);
    assertThat(again.path("category").asText()).isEqualTo("zebra");
    assertThat(again.path("machineCategory").asText()).isEqualTo(base);
    assertThat(again.path("segmentOutcome").asText()).isEqualTo("REAPPLIED");

    assertThat(relabel(segment, base, "").statusCode()).isEqualTo(200);
    assertThat(image(1).path("segments").path(0).path("dropped").asBoolean()).isTrue();
    assertThat(relabel(segment, base, base).statusCode()).isEqualTo(200);
    assertThat(image(1).path("segments").path(0).path("dropped").asBoolean()).isFalse();

    HttpResponse<String> unknown = relabel(segment, base, "unicorn");
    assertThat(unknown.statusCode()).isEqualTo(422);
    assertThat(unknown.body()).contains("There is no class of this name.");
    HttpResponse<String> stale = relabel(segment, "unicorn", "zebra");
    assertThat(stale.statusCode()).isEqualTo(422);
    assertThat(stale.body()).contains("is not the one that was shown; reload.");
    assertThat(stored()).hasSize(3);
  }

  private HttpResponse<String> relabel(JsonNode segment, String from, String to)
      throws IOException, InterruptedException {
    return post(
        "/api/edits",
        Map.of(
            "imageId",
            1,
            "segmentId",
            segment.path("segmentId").asInt(),
            "target",
            "SEGMENT",
            "rater",
            "ann",
            "baseText",
            from,
            "resultText",
            to));
  }

  @Test
  void whatDoesNotComeFromThePageWritesNothing() throws IOException, InterruptedException {
    String body = "{\"imageId\":1,\"segmentId\":0,\"target\":\"VERIFIED\",\"rater\":\"eve\"}";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/api/edits")).POST(HttpRequest.BodyPublishers.ofString(body));

    assertThat(send(request.copy().header("Content-Type", "application/json").build()).statusCode())
        .isEqualTo(403);
    assertThat(
            send(request
                    .copy()
                    .header("Content-Type", "text/plain")
                    .header("X-Pancap-Token", token)
                    .build())
                .statusCode())
        .isEqualTo(403);
    assertThat(stored()).isEmpty();
  }

  @Test
  void aNameThatWasReboundToThisMachineIsRefused() throws IOException {
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("script-src 'self'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/page/app.js",
        "/api/images/1/../../etc/passwd",
        "/api/images/%2e%2e/picture",
        "/api/images/9999/picture",
        "/api/images/99999999999999999999"
      })
  void noPathOfARequestReachesAFile(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404");
  }

  @Test
  void bodiesAreBounded() throws IOException {
    String head =
        "POST /api/edits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Pancap-Token: "
            + token
            + "\r\nContent-Type: application/json\r\nContent-Length: 600000\r\n\r\n";

    assertThat(raw(head + "{\"resultText\": \"")).doesNotStartWith("HTTP/1.1 200");
    assertThat(stored()).isEmpty();
  }

  @Test
  void anAccessTokenOpensThePageAndNothingElseDoes() throws IOException, InterruptedException {
    server.close();
    server = serve("a-long-enough-secret");

    assertThat(get("/").statusCode()).isEqualTo(403);
    assertThat(get("/?token=wrong").statusCode()).isEqualTo(403);
    HttpResponse<String> opened = get("/?token=a-long-enough-secret");
    assertThat(opened.statusCode()).isEqualTo(200);
    assertThat(opened.headers().firstValue("set-cookie").orElseThrow())
        .containsIgnoringCase("HttpOnly")
        .containsIgnoringCase("SameSite=Strict");
  }

  @Test
  void anOpenAddressNeedsAToken() {
    assertThatThrownBy(() -> RequestGuard.of("0.0.0.0", null))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("add --token SECRET");
    assertThatThrownBy(() -> RequestGuard.of("0.0.0.0", "short"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at least 12 characters");
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream to = socket.getOutputStream();
      to.write(request.getBytes(StandardCharsets.US_ASCII));
      to.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
