package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.spark.PancapCommand;
import dev.pancap.spark.SparkTest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SparkTest
class NightlyCommandTest {
  private static final int IMAGES = 4;

  @TempDir private Path folder;

  private String out = "";
  private String err = "";

  private int night(String... more) throws IOException {
    Path config = folder.resolve("night.yaml");
    Files.writeString(
        config,
        """
        nightly:
          images: %1$s/in/images
          masks: %1$s/in/panoptic
          annotations: %1$s/in/panoptic.json
          out: %1$s/out
        run: {fingerprint: stat, max-quarantined-share: 0.9}
        gates: {min-rows: 4}
        """
            .formatted(folder));
    List<String> args = new ArrayList<>(List.of("nightly", "--config", config.toString()));
    args.addAll(List.of(more));
    StringWriter stdout = new StringWriter();
    StringWriter stderr = new StringWriter();
    int exit =
        PancapCommand.run(
            new PrintWriter(stdout), new PrintWriter(stderr), args.toArray(String[]::new));
    out = stdout.toString();
    err = stderr.toString();
    return exit;
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }

  @Test
  void aNightPublishesTheNextFindsNothingToDoAndAThirdIsHeldBack() throws IOException {
    new SynthWriter(new SynthSettings(IMAGES, 7, 160, 120, 1), folder.resolve("in"))
        .write(done -> {});

    Path events = folder.resolve("lineage.jsonl");
    assertThat(night("--json", "--set", "run.lineage=" + events)).as(err).isZero();
    List<JsonNode> told = new ArrayList<>();
    for (String line : Files.readAllLines(events)) {
      told.add(new ObjectMapper().readTree(line));
    }
    assertThat(told)
        .extracting(event -> event.get("eventType").asText())
        .containsExactly("START", "COMPLETE");
    assertThat(told.get(0).at("/run/runId")).isEqualTo(told.get(1).at("/run/runId"));
    assertThat(told.get(1).at("/inputs/2/name").asText()).endsWith("in/panoptic.json");
    assertThat(told.get(1).at("/outputs/0/namespace").asText()).isEqualTo("file");
    assertThat(told.get(1).at("/outputs/0/outputFacets/outputStatistics/rowCount").asInt())
        .isEqualTo(IMAGES);
    assertThat(json().get("status").asText()).isEqualTo("PUBLISHED");
    assertThat(json().at("/plan/new_requests/compose").asInt()).isEqualTo(IMAGES);
    assertThat(json().at("/build/published").asInt()).isEqualTo(IMAGES);
    assertThat(json().get("diff").isNull()).as("there was no release before").isTrue();
    assertThat(err).contains("planned: 4 images, 0 unchanged, 8 requests");
    final String version = json().at("/build/version").asText();
    Path page = Path.of(json().get("page").asText());
    assertThat(page).content().contains("A new release is published", "href=\"report/index.html\"");
    assertThat(page.resolveSibling("report/index.html")).exists();

    assertThat(night()).isZero();
    assertThat(out).contains("Nothing has changed: release " + version, "Look at:  " + page);

    Files.delete(folder.resolve("in/panoptic/000000000003.png"));
    assertThat(night("--json", "--set", "run.lineage=" + events)).isEqualTo(1);
    JsonNode failed = new ObjectMapper().readTree(Files.readAllLines(events).get(3));
    assertThat(failed.get("eventType").asText()).isEqualTo("FAIL");
    assertThat(failed.at("/run/facets/errorMessage/message").asText()).contains("gates.min-rows");
    assertThat(json().get("status").asText()).isEqualTo("REFUSED");
    assertThat(json().get("reason").asText()).contains("gates.min-rows is 4");
    assertThat(json().at("/diff/removed").asInt()).isEqualTo(1);
    assertThat(json().at("/diff/after/quarantine/MASK_MISSING").asInt()).isEqualTo(1);
    assertThat(json().at("/plan/unchanged").asInt()).isEqualTo(IMAGES - 1);
    assertThat(json().at("/plan/quarantined").asInt()).isEqualTo(1);
    assertThat(err).endsWith("promote " + json().at("/build/version").asText() + "\n");
    Path refused = Path.of(json().get("page").asText());
    assertThat(refused)
        .content()
        .contains("The new release is held back", "href=\"diff.html\"")
        .contains("0 images came in, 1 fell out, 0 changed")
        .contains("<td>– MASK_MISSING</td><td>0</td><td>1</td><td>+1</td>");
    assertThat(refused.resolveSibling("diff.html")).content().contains("000000000003.jpg");
    assertThat(folder.resolve("out/CURRENT")).hasContent(version);
  }

  @Test
  void settingsThatAreWrongStopBeforeWorkWithExitCodeTwo() throws IOException {
    assertThat(night("--set", "gates.min-mean-wrods=3")).isEqualTo(2);
    assertThat(err)
        .isEqualTo(
            "pancap: --set: unknown setting gates.min-mean-wrods; did you mean min-mean-words?\n");

    assertThat(night("--set", "nightly.images=''")).isEqualTo(2);
    assertThat(err).contains("nightly.images");

    assertThat(night("--set", "gates.max-flag-share=2")).isEqualTo(2);
    assertThat(err).contains("gates.max-flag-share must be between 0 and 1: 2.0");

    assertThat(night()).isEqualTo(2);
    assertThat(err).contains("in/panoptic.json does not exist");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
