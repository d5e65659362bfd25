package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.config.ConfigReader;
import dev.pancap.model.Round;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import dev.pancap.spark.stage.CountedModel;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.ReviewTable;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@SparkTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BuildCommandTest {
  private static final int IMAGES = 6;
  private static final List<String> SETTINGS =
      List.of("limits.max-segments=999", "run.max-quarantined-share=0.9");

  @TempDir private static Path folder;

  private final CountedModel model = CountedModel.install(ConfigReader.read(null, "", SETTINGS));
  private JsonNode first;

  @BeforeAll
  void drawPicturesAndBuild() throws IOException {
    new SynthWriter(new SynthSettings(IMAGES, 7, 160, 120, 1), folder.resolve("in"))
        .write(done -> {});
    first = build();
  }

  private static JsonNode build(String... more) throws IOException {
    return run("out", more).json();
  }

  private static CommandRun run(String out, String... more) {
    List<String> args = CommandRun.buildOf(folder.resolve("in"), folder.resolve(out).toString());
    SETTINGS.forEach(setting -> args.addAll(List.of("--set", setting)));
    args.addAll(List.of(more));
    return CommandRun.of(args);
  }

  private List<ReleaseRow> rows(JsonNode summary) throws IOException {
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(
            summary.get("release").asText(), "data/train-00000-of-00001.parquet");
    List<ReleaseRow> rows = new ArrayList<>();
    try (ReleaseFile.Reader reader = ReleaseFile.reader(file, new Configuration())) {
      for (ReleaseRow row = reader.read(); row != null; row = reader.read()) {
        rows.add(row);
      }
    }
    return rows;
  }

  @Test
  @Order(1)
  void everyImageIsPublishedAndASecondBuildAsksNothing() throws IOException {
    assertThat(first.get("in").asInt()).isEqualTo(IMAGES);
    assertThat(first.get("published").asInt()).isEqualTo(IMAGES);
    assertThat(first.get("requests").asInt()).isEqualTo(2 * IMAGES);
    assertThat(first.get("from_journal").asInt()).isZero();
    assertThat(model.asked(Round.DESCRIBE)).isEqualTo(IMAGES);
    assertThat(rows(first))
        .hasSize(IMAGES)
        .allSatisfy(
            row -> {
              assertThat(row.words()).isGreaterThan(10);
              assertThat(row.masksMentioned()).isPositive();
              assertThat(row.segments()).hasSize(row.masks());
            })
        .extracting(ReleaseRow::imageId)
        .isSorted();
    ReleaseFolder releases =
        ReleaseFolder.open(folder.resolve("out").toString(), new Configuration());
    assertThat(releases.current()).contains(first.get("version").asText());
    assertThat(
            ReviewTable.open(
                    new org.apache.hadoop.fs.Path(first.get("release").asText(), "review"),
                    new Configuration())
                .entries())
        .hasSize(IMAGES);
    assertThat(Path.of(first.get("release").asText()))
        .isDirectoryContaining("glob:**/README.md")
        .isDirectoryContaining("glob:**/statistics.json");
    assertThat(Path.of(first.get("run").asText(), "report", "index.html"))
        .content()
        .contains("<b>%d</b><span>images".formatted(IMAGES), "data:image/jpeg;base64,");

    model.forget();
    JsonNode second = build();

    assertThat(model.asked(Round.DESCRIBE) + model.asked(Round.COMPOSE)).isZero();
    assertThat(second.get("requests").asInt()).isZero();
    assertThat(second.get("from_journal").asInt()).isEqualTo(2 * IMAGES);
    assertThat(second.get("changed").asBoolean()).isFalse();
    assertThat(second.get("version")).isEqualTo(first.get("version"));
  }

  @Test
  @Order(2)
  void anotherPromptOfRoundTwoAsksRoundTwoAgainAndOnlyThat() throws IOException {
    model.forget();
    Path prompts = Files.createDirectory(folder.resolve("prompts"));
    for (String file :
        List.of(
            "round-1-system.txt",
            "round-1-user.txt",
            "round-2-system.txt",
            "round-2-user.txt",
            "ask-again.txt")) {
      try (var text = getClass().getResourceAsStream("/dev/pancap/conf/prompts/" + file)) {
        Files.write(prompts.resolve(file), text.readAllBytes());
      }
    }
    Path round2 = prompts.resolve("round-2-user.txt");
    Files.writeString(round2, Files.readString(round2) + "\nBe brief.");

    JsonNode again = build("--set", "prompts.folder=" + prompts);

    assertThat(model.asked(Round.DESCRIBE)).isZero();
    assertThat(model.asked(Round.COMPOSE)).isEqualTo(IMAGES);
    assertThat(again.get("requests").asInt()).isEqualTo(IMAGES);
    assertThat(again.get("from_journal").asInt()).isEqualTo(IMAGES);
    assertThat(again.get("changed").asBoolean()).isTrue();
  }

  @Test
  @Order(2)
  void aTaskThatIsTriedAgainTakesWhatItsFirstAttemptWasAnsweredFromTheJournal() throws IOException {
    model.forget();
    // Round 1 of this image is answered and stored when the task fails.
    model.failOnce(new CountedModel.Asked(3, Round.COMPOSE));

    JsonNode summary = run("again").json();

    assertThat(summary.get("published").asInt()).isEqualTo(IMAGES);
    assertThat(model.asked(Round.DESCRIBE)).isEqualTo(IMAGES);
    assertThat(model.asked(Round.COMPOSE)).isEqualTo(IMAGES);
    assertThat(summary.get("requests").asInt())
        .as("what the failed attempt was answered counts as asked for by this run")
        .isEqualTo(2 * IMAGES);
    assertThat(summary.get("from_journal").asInt()).isZero();
  }

  @Test
  @Order(3)
  void aMaskThatIsGoneCostsItsImageAndNoRequest() throws IOException {
    model.forget();
    Files.delete(folder.resolve("in/panoptic/000000000003.png"));

    JsonNode again = build();

    assertThat(model.asked(Round.DESCRIBE) + model.asked(Round.COMPOSE)).isZero();
    assertThat(again.get("published").asInt()).isEqualTo(IMAGES - 1);
    assertThat(again.get("quarantined").asInt()).isEqualTo(1);
    assertThat(again.get("quarantined_by").get("MASK_MISSING").asInt()).isEqualTo(1);
    assertThat(
            Files.readString(Path.of(again.get("release").asText(), "quarantine/quarantine.jsonl")))
        .contains("\"image_id\":3", "\"stage\":\"prepare\"", "\"reason\":\"MASK_MISSING\"");
  }

  @Test
  @Order(4)
  void tooManyQuarantinedImagesFailTheRunAndPublishNothing() {
    CommandRun refused = run("refused", "--set", "run.max-quarantined-share=0");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("pancap: 1 of 6 images are quarantined", "{MASK_MISSING=1}");
    assertThat(folder.resolve("refused/releases")).doesNotExist();
    assertThat(folder.resolve("refused/CURRENT")).doesNotExist();
  }
}
