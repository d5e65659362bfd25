package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.segment.FlatScenes;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder of plain JPEGs, and a network that knows them: one build from pictures without masks,
 * looked at from several sides. The tests follow each other as a user's commands do.
 */
@SparkTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnannotatedPicturesTest {
  private static final int PICTURES = 6;

  @TempDir static Path folder;
  private static JsonNode planned;
  private static JsonNode first;

  @BeforeAll
  static void buildInOneCommand() throws IOException {
    FlatScenes.write(folder, PICTURES);
    planned = found("plan");
    assertThat(folder.resolve("found/journal")).doesNotExist();
    first = found("build");
  }

  /** A command from pictures alone to the folder {@code found}. */
  private static JsonNode found(String command, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                "--images",
                path("images"),
                "--segment-with",
                path("segmenter"),
                "--out",
                path("found"),
                "--json"));
    args.addAll(List.of(more));
    return CommandRun.of(args).json();
  }

  @Test
  @Order(1)
  void everyPictureIsPlannedFor() {
    assertThat(planned.get("images").intValue()).isEqualTo(PICTURES);
    assertThat(planned.get("new_requests").get("describe").intValue()).isEqualTo(PICTURES);
    assertThat(planned.get("new_requests").get("compose").intValue()).isEqualTo(PICTURES);
  }

  @Test
  @Order(1)
  void everyPictureIsPublishedAndEverySegmentSaysThatAModelMadeIt() throws IOException {
    assertThat(first.get("published").intValue()).isEqualTo(PICTURES);

    List<ReleaseRow> rows = rows();
    assertThat(rows).hasSize(PICTURES);
    assertThat(rows)
        .flatExtracting(ReleaseRow::segments)
        .isNotEmpty()
        .allSatisfy(
            segment -> {
              assertThat(segment.source()).isEqualTo("model");
              assertThat(segment.score()).isBetween(0.9, 1.0);
            });
  }

  @Test
  @Order(2)
  void theReleaseScoresFullMarksAgainstTheMasksThatThePicturesWerePaintedFrom() throws IOException {
    run(
        "export",
        "--release",
        path("found"),
        "--format",
        "coco-panoptic",
        "--out",
        path("coco"),
        "--json");
    Path json;
    try (Stream<Path> files = Files.list(folder.resolve("coco"))) {
      json =
          files
              .filter(file -> file.getFileName().toString().matches("panoptic.*\\.json"))
              .findFirst()
              .orElseThrow();
    }
    run(
        "evaluate",
        "panoptic",
        "--truth",
        path("truth.json"),
        "--truth-masks",
        path("truth"),
        "--predictions",
        json.toString(),
        "--out",
        path("pq.json"));

    JsonNode quality = new ObjectMapper().readTree(folder.resolve("pq.json").toFile());
    assertThat(quality.at("/all/pq").doubleValue()).isEqualTo(1);
    assertThat(quality.at("/all/n").intValue()).isGreaterThan(5);
  }

  /** Words do not always tell which class a phrase means, masks do. */
  @Test
  @Order(3)
  void theReleaseCanBeScoredAsGroundedCaptions() throws IOException {
    run(
        "evaluate",
        "pgc",
        "--truth",
        path("found"),
        "--predictions",
        path("found"),
        "--out",
        path("pgc.json"));

    JsonNode scores = new ObjectMapper().readTree(folder.resolve("pgc.json").toFile());
    assertThat(scores.get("problems")).isEmpty();
    assertThat(scores.at("/all/sq").doubleValue()).isEqualTo(1);
    assertThat(scores.at("/all/pq").doubleValue()).isGreaterThan(0.9);
    assertThat(scores.at("/captions/bleu_4").doubleValue()).isGreaterThan(0.999);
  }

  @Test
  @Order(4)
  void theSecondNightDoesNotRunTheNetwork() throws IOException {
    int before = kept();
    assertThat(before).isPositive();

    JsonNode again = found("build");

    assertThat(again.get("changed").booleanValue()).isFalse();
    assertThat(again.get("requests").intValue()).isZero();
    assertThat(again.get("flags").has("unsure-segment")).isFalse();
    assertThat(kept()).isEqualTo(before);

    JsonNode plan = found("plan");
    assertThat(plan.get("answered").intValue()).isEqualTo(2 * PICTURES);
    assertThat(plan.get("new_requests").get("describe").intValue()).isZero();
    assertThat(plan.get("invalidated").get("compose").intValue()).isZero();
  }

  @Test
  @Order(5)
  void aStricterThresholdFlagsSegmentsAndAsksNothing() throws IOException {
    JsonNode strict = found("build", "--set", "segment.review-below-score=0.99999");

    assertThat(strict.get("flags").get("unsure-segment").intValue()).isEqualTo(PICTURES);
    assertThat(strict.get("requests").intValue()).isZero();
  }

  /** Files of what networks found; a task that runs one writes one. */
  private static int kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("found/segmented/journal"))) {
      return (int) files.filter(file -> file.toString().endsWith(".jsonl.gz")).count();
    }
  }

  private static List<ReleaseRow> rows() throws IOException {
    String version = Files.readString(folder.resolve("found/CURRENT")).strip();
    List<ReleaseRow> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("found/releases/" + version + "/data"))) {
      for (Path file : files.filter(found -> found.toString().endsWith(".parquet")).toList()) {
        try (ReleaseFile.Reader reader =
            ReleaseFile.reader(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration())) {
          for (ReleaseRow row = reader.read(); row != null; row = reader.read()) {
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static void run(String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.exitCode()).as("standard error: %s", run.err()).isZero();
  }
}
