package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pancap.config.ConfigReader;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditTarget;
import dev.pancap.model.Round;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.CountedFileSystem;
import dev.pancap.spark.SparkTest;
import dev.pancap.spark.stage.CountedModel;
import dev.pancap.store.EditLog;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseRow;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a second build reads, asks and takes over, counted at the file system and at the model. */
@SparkTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnchangedBuildTest {
  private static final int IMAGES = 6;
  private static final List<String> SETTINGS =
      List.of("limits.max-segments=997", "run.max-quarantined-share=0.9");

  private static final String DATA = "data/train-0000%d-of-00003.parquet";

  @TempDir private static Path folder;

  private final CountedModel model = CountedModel.install(ConfigReader.read(null, "", SETTINGS));
  private String err = "";

  /** One first night; the tests begin where another ended, which a last build puts in order. */
  @BeforeAll
  void firstNight() throws IOException {
    new SynthWriter(new SynthSettings(IMAGES, 7, 160, 120, 1), folder.resolve("in"))
        .write(done -> {});
    assertThat(build().get("requests").asInt()).isEqualTo(2 * IMAGES);
  }

  @BeforeEach
  void settle() throws IOException {
    build();
    model.forget();
    CountedFileSystem.forget();
  }

  private JsonNode build(String... more) throws IOException {
    return run(more).json();
  }

  private CommandRun run(String... more) {
    String in = CountedFileSystem.SCHEME + ":" + folder.resolve("in");
    List<String> args =
        new ArrayList<>(
            List.of(
                "build",
                "--images",
                in + "/images",
                "--masks",
                in + "/panoptic",
                "--annotations",
                in + "/panoptic.json",
                "--out",
                folder.resolve("out").toString(),
                "--json"));
    SETTINGS.forEach(setting -> args.addAll(List.of("--set", setting)));
    args.addAll(List.of(more));
    CommandRun run = CommandRun.of(args);
    err = run.err();
    return run;
  }

  private long asked() {
    return model.asked(Round.DESCRIBE) + model.asked(Round.COMPOSE);
  }

  /** Masks that were opened: one for each image that was worked on. The report shows pictures. */
  private static List<String> masksRead() {
    return CountedFileSystem.opened().stream()
        .filter(name -> name.endsWith(".png"))
        .sorted()
        .toList();
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

  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 2000));
  }

  @Test
  void anUnchangedNightReadsNothingListsNothingAsksNothingAndPublishesNothing() throws IOException {
    String before = Files.readString(folder.resolve("out/CURRENT"));
    List<Path> runs = list("runs");

    JsonNode again = build("--fingerprint", "stat");

    assertThat(CountedFileSystem.opened()).isEmpty();
    assertThat(CountedFileSystem.listed()).isEmpty();
    // Whether the annotation is a file, and then each file once.
    assertThat(CountedFileSystem.stats()).isEqualTo(2 + 2 * IMAGES);
    assertThat(asked()).isZero();
    assertThat(again.get("changed").asBoolean()).isFalse();
    assertThat(again.get("in").asInt()).isEqualTo(IMAGES);
    assertThat(again.get("published").asInt()).isEqualTo(IMAGES);
    assertThat(again.get("from_journal").asInt()).isEqualTo(2 * IMAGES);
    assertThat(folder.resolve("out/CURRENT")).hasContent(before);
    assertThat(list("runs")).isEqualTo(runs);
    assertThat(err).contains("6 images, nothing has changed since", "compared by stat");
  }

  private List<Path> list(String name) throws IOException {
    try (var files = Files.list(folder.resolve("out").resolve(name))) {
      return files.sorted().toList();
    }
  }

  @Test
  void contentIsReadAndComparedAndATouchedFileIsTheSame() throws IOException {
    touch(folder.resolve("in/images/000000000002.jpg"));

    JsonNode again = build("--fingerprint", "content");

    assertThat(CountedFileSystem.opened()).hasSize(1 + 2 * IMAGES);
    assertThat(again.get("changed").asBoolean()).isFalse();
    assertThat(err).contains("nothing has changed since", "compared by content");

    CountedFileSystem.forget();
    JsonNode byStat = build("--fingerprint", "stat");
    assertThat(masksRead()).containsExactly("000000000002.png");
    assertThat(byStat.get("changed").asBoolean()).isFalse();
    assertThat(asked()).isZero();

    CountedFileSystem.forget();
    build("--fingerprint", "stat");
    assertThat(CountedFileSystem.opened()).as("the new time is known by now").isEmpty();
  }

  @Test
  void whatChangedIsLookedAtAndAskedAboutAndNothingElse() throws IOException {
    JsonNode last = build();
    List<ReleaseRow> before = rows(last);
    CountedFileSystem.forget();
    Path mask = folder.resolve("in/panoptic/000000000003.png");
    final byte[] ownMask = Files.readAllBytes(mask);
    Path picture = folder.resolve("in/images/000000000004.jpg");
    final byte[] ownPicture = Files.readAllBytes(picture);
    Path json = folder.resolve("in/panoptic.json");
    final String ownJson = Files.readString(json);

    Files.delete(mask);
    Files.copy(
        folder.resolve("in/images/000000000001.jpg"), picture, StandardCopyOption.REPLACE_EXISTING);
    int crowd = ownJson.indexOf("\"iscrowd\":0", ownJson.indexOf("\"image_id\":5"));
    Files.writeString(
        json, ownJson.substring(0, crowd) + "\"iscrowd\":1" + ownJson.substring(crowd + 11));
    EditLog.open(folder.resolve("out").toString(), new Configuration())
        .append(
            List.of(
                new EditRecord(
                    6, 0, EditTarget.VERIFIED, "", List.of(), "", "rater", 1_000, "jsonl")));
    JsonNode changed = build("--fingerprint", "stat");

    assertThat(masksRead())
        .containsExactly("000000000004.png", "000000000005.png", "000000000006.png");
    assertThat(model.askedAbout())
        .as("the picture and the annotation; a mask that is gone and an approval cost nothing")
        .containsExactlyInAnyOrder(4L, 4L, 5L, 5L);
    assertThat(changed.get("requests").asInt()).isEqualTo(4);
    assertThat(changed.get("quarantined_by").get("MASK_MISSING").asInt()).isEqualTo(1);
    assertThat(changed.get("changed").asBoolean()).isTrue();
    assertThat(Path.of(changed.get("run").asText(), "outcomes")).exists();
    assertThat(Path.of(last.get("run").asText(), "outcomes")).as("taken over").doesNotExist();
    assertThat(Path.of(last.get("run").asText(), "report/index.html")).exists();
    assertThat(rows(changed))
        .hasSize(IMAGES - 1)
        .filteredOn(row -> row.imageId() < 3)
        .isEqualTo(before.subList(0, 2));

    CountedFileSystem.forget();
    assertThat(build("--fingerprint", "stat").get("quarantined").asInt()).isEqualTo(1);
    assertThat(CountedFileSystem.opened()).as("a rejection is taken over, too").isEmpty();

    Files.write(mask, ownMask);
    Files.write(picture, ownPicture);
    Files.writeString(json, " " + ownJson);
    model.forget();
    List<ReleaseRow> after = rows(build("--fingerprint", "stat"));

    assertThat(masksRead())
        .containsExactly("000000000003.png", "000000000004.png", "000000000005.png");
    assertThat(asked()).as("what was answered once is in the journal").isZero();
    assertThat(after).isEqualTo(before);
  }

  @Test
  void settingsThatDecideAboutRowsLookAtEveryImageAgainAndOthersAtNone() throws IOException {
    build("--fingerprint", "stat", "--set", "model.openai.max-in-flight=4");
    assertThat(CountedFileSystem.opened())
        .as("how fast a server is asked changes no row")
        .isEmpty();

    build("--fingerprint", "stat", "--set", "limits.max-pixels=40000000");
    assertThat(masksRead()).hasSize(IMAGES);
    assertThat(asked()).as("no request depends on a limit").isZero();
  }

  @Test
  void filesOfUnchangedRowsAreCopiedAndDamagedOnesWrittenAnew() throws IOException {
    String[] inFiles = {"--set", "release.rows-per-file=2"};
    Path before = Path.of(build(inFiles).get("release").asText());
    List<byte[]> data = new ArrayList<>();
    for (int file = 0; file < 3; file++) {
      data.add(Files.readAllBytes(before.resolve(DATA.formatted(file))));
    }
    Files.writeString(before.resolve(DATA.formatted(1)), "damaged");
    Files.delete(before.resolve("data/.train-00001-of-00003.parquet.crc"));
    // A copy is recognised by bytes that no writer would write, with their sum in the manifest.
    replaceReview(before, 2, "copied");
    Path picture = folder.resolve("in/images/000000000001.jpg");
    final byte[] own = Files.readAllBytes(picture);
    Files.copy(
        folder.resolve("in/images/000000000004.jpg"), picture, StandardCopyOption.REPLACE_EXISTING);

    Path after = Path.of(build(inFiles).get("release").asText());

    assertThat(after).isNotEqualTo(before);
    assertThat(Files.readAllBytes(after.resolve(DATA.formatted(0)))).isNotEqualTo(data.get(0));
    assertThat(after.resolve(DATA.formatted(1))).hasBinaryContent(data.get(1));
    assertThat(after.resolve(DATA.formatted(2))).hasBinaryContent(data.get(2));
    assertThat(after.resolve("review/part-00002.parquet")).hasContent("copied");
    assertThat(CommandRun.of("verify", "--release", after.toString()).exitCode()).isZero();
    Files.write(picture, own);
  }

  private static void replaceReview(Path release, int file, String text) throws IOException {
    Path review = release.resolve("review/part-0000%d.parquet".formatted(file));
    Files.writeString(review, text);
    Files.delete(review.resolveSibling("." + review.getFileName() + ".crc"));
    Path manifest = release.resolve("manifest.json");
    ObjectMapper json = new ObjectMapper();
    JsonNode tree = json.readTree(manifest.toFile());
    ObjectNode entry = (ObjectNode) tree.get("contents").get(file).get("review");
    entry.put("bytes", text.length());
    entry.put(
        "sha256",
        ReleaseFolder.sum(
                new org.apache.hadoop.fs.Path(release.toUri()),
                "review/" + review.getFileName(),
                0,
                new Configuration())
            .sha256());
    Files.writeString(manifest, json.writeValueAsString(tree));
    Files.deleteIfExists(release.resolve(".manifest.json.crc"));
  }

  @Test
  void aGateAloneIsDecidedAgainOnTheRowsThatAreKnown() throws IOException {
    Path mask = folder.resolve("in/panoptic/000000000002.png");
    final byte[] own = Files.readAllBytes(mask);
    Files.delete(mask);
    String current = Files.readString(folder.resolve("out/CURRENT"));

    assertThat(run("--set", "gates.min-rows=6").exitCode()).isEqualTo(1);
    assertThat(err).contains("gates.min-rows is 6");
    assertThat(folder.resolve("out/CURRENT")).hasContent(current);

    CountedFileSystem.forget();
    JsonNode admitted = build("--set", "gates.min-rows=5", "--fingerprint", "stat");
    assertThat(admitted.get("published").asInt()).isEqualTo(IMAGES - 1);
    assertThat(folder.resolve("out/CURRENT")).hasContent(admitted.get("version").asText());
    assertThat(asked()).isZero();
    assertThat(masksRead()).isEmpty();
    Files.write(mask, own);
  }
}
