package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pancap.spark.CountedFileSystem;
import dev.pancap.spark.PancapCommand;
import dev.pancap.spark.SparkTest;
import dev.pancap.store.pack.PackFolder;
import dev.pancap.store.pack.PackManifest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A folder with faults in it, packed, and what a build makes of the pack and of the folder. */
@SparkTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackCommandTest {
  private static final int IMAGES = 12;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Five files of the twelve images, and row groups of one or two. */
  private static final List<String> LAYOUT =
      List.of("--set", "pack.shard-bytes=16000", "--set", "pack.row-group-bytes=8000");

  @TempDir private static Path folder;

  private String err = "";
  private JsonNode packed;

  @BeforeAll
  void packAFolderWithFaults(SparkSession spark) throws IOException {
    Path in = folder.resolve("in");
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 1), in).write(done -> {});
    Files.delete(in.resolve("images/000000000002.jpg"));
    Files.delete(in.resolve("panoptic/000000000003.png"));
    Files.write(in.resolve("images/000000000004.jpg"), new byte[] {1, 2, 3});
    // Two pictures of one id: their annotation rules them out.
    Path json = in.resolve("panoptic.json");
    Files.writeString(
        json, Files.readString(json).replaceFirst("\"id\":6,\"file", "\"id\":5,\"file"));
    packed = pack("packed");
  }

  private JsonNode pack(String name, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("pack", "--json", "--out", folder.resolve(name).toString()));
    args.addAll(inputs());
    args.addAll(LAYOUT);
    args.addAll(List.of(more));
    return run(0, args);
  }

  private static List<String> inputs() {
    return List.of(
        "--images", path("in/images"),
        "--masks", path("in/panoptic"),
        "--annotations", path("in/panoptic.json"));
  }

  /** Everything is read through the file system that counts. */
  private static String path(String name) {
    return CountedFileSystem.SCHEME + ":" + folder.resolve(name);
  }

  private JsonNode build(String out, List<String> source, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "build",
                "--json",
                "--out",
                folder.resolve(out).toString(),
                "--set",
                "run.max-quarantined-share=0.9"));
    args.addAll(source);
    args.addAll(List.of(more));
    return run(0, args);
  }

  private static List<String> fromPack() {
    return List.of("--packed", path("packed"));
  }

  private JsonNode run(int exitCode, List<String> args) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    int exit =
        PancapCommand.run(
            new PrintWriter(out), new PrintWriter(errors), args.toArray(String[]::new));
    err = errors.toString();
    assertThat(exit).as("standard error: %s", err).isEqualTo(exitCode);
    return JSON.readTree(out.toString());
  }

  /** The bytes of all files below a folder, by path. */
  private static Map<String, byte[]> content(String name) throws IOException {
    Map<String, byte[]> content = new TreeMap<>();
    Path root = folder.resolve(name);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return content;
  }

  @Test
  @Order(1)
  void everyImageHasARowOrAReasonAndTheSameInputGivesTheSameBytes() throws IOException {
    assertThat(packed.get("images").asInt()).isEqualTo(IMAGES);
    assertThat(packed.get("packed").asInt()).isEqualTo(IMAGES - 2);
    assertThat(packed.get("set_aside").toString())
        .isEqualTo("{\"ANNOTATION_DUPLICATE\":1,\"ANNOTATION_MISSING\":1}");
    assertThat(packed.get("faults").toString())
        .isEqualTo("{\"IMAGE_MISSING\":1,\"MASK_MISSING\":1}");

    pack("again", "--set", "run.images-per-task=3", "--set", "run.read-ahead-threads=1");

    Map<String, byte[]> first = content("packed");
    assertThat(first.keySet())
        .contains("annotations.json", "pack.json")
        .noneMatch(name -> name.startsWith("unfinished") || name.equals("LEASE"));
    assertThat(first).hasSizeGreaterThan(5);
    Map<String, byte[]> second = content("again");
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  @Order(2)
  void filesHaveMoreThanHalfOfWhatTheyMayHave() throws IOException {
    PackManifest manifest = PackFolder.of(path("packed"), new Configuration()).manifest();

    assertThat(manifest.shards()).hasSizeGreaterThan(2);
    assertThat(manifest.shards())
        .extracting(PackManifest.Shard::firstId)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(manifest.annotations()).isEqualTo(path("in/panoptic.json"));
  }

  @Test
  @Order(3)
  void aPackedNightAfterAnUnpackedOneAsksNothingReadsNoPictureAndPublishesNothing()
      throws IOException {
    JsonNode first = build("out", inputs());
    assertThat(first.get("published").asInt()).isEqualTo(IMAGES - 5);
    assertThat(first.get("quarantined").asInt()).isEqualTo(5);

    CountedFileSystem.forget();
    JsonNode second = build("out", fromPack(), "--fingerprint", "content");

    assertThat(second.get("requests").asInt()).isZero();
    assertThat(second.get("changed").asBoolean()).isFalse();
    assertThat(second.get("version")).isEqualTo(first.get("version"));
    assertThat(second.get("quarantined_by")).isEqualTo(first.get("quarantined_by"));
    assertThat(err)
        .as("what was missing has no content to compare, and is looked at again")
        .contains("12 images, 10 of them unchanged since the last run");

    CountedFileSystem.forget();
    build("out", fromPack(), "--fingerprint", "content");
    assertThat(err).contains("nothing has changed since", "compared by content");
    assertThat(CountedFileSystem.opened())
        .as("the sums in the shards are read, and no picture")
        .noneMatch(name -> name.endsWith(".jpg") || name.endsWith(".png"))
        .anyMatch(name -> name.startsWith("pack-"));

    CountedFileSystem.forget();
    build("out", fromPack(), "--fingerprint", "stat");
    assertThat(err).contains("nothing has changed since", "compared by stat");
    assertThat(CountedFileSystem.opened()).containsOnly("pack.json");
  }

  @Test
  @Order(4)
  void aBuildOfThePackPublishesWhatABuildOfTheFolderDoes() throws IOException {
    CountedFileSystem.forget();
    JsonNode fresh = build("from-pack", fromPack());

    assertThat(fresh.get("requests").asInt()).isEqualTo(2 * (IMAGES - 5));
    assertThat(CountedFileSystem.opened())
        .noneMatch(name -> name.endsWith(".png"))
        .as("row groups are read once each, not once an image")
        .filteredOn(name -> name.startsWith("pack-"))
        .hasSizeLessThan(20);
    assertThat(published("from-pack")).isEqualTo(published("out"));
    assertThat(quarantine("from-pack")).isEqualTo(quarantine("out")).contains("IMAGE_MISSING");
  }

  private static JsonNode published(String out) throws IOException {
    JsonNode manifest = JSON.readTree(Files.readString(release(out).resolve("manifest.json")));
    return manifest.get("files");
  }

  private static String quarantine(String out) throws IOException {
    return Files.readString(release(out).resolve("quarantine/quarantine.jsonl"));
  }

  private static Path release(String out) throws IOException {
    Path root = folder.resolve(out);
    return root.resolve("releases").resolve(Files.readString(root.resolve("CURRENT")).strip());
  }

  @Test
  @Order(5)
  void picturesAreEmbeddedAndExportedFromThePack() throws IOException {
    Path images = folder.resolve("in/images");
    build("embedded-from-folder", inputs(), "--embed-images");
    run(
        0,
        List.of(
            "export",
            "--json",
            "--release",
            folder.resolve("out").toString(),
            "--format",
            "webdataset",
            "--out",
            folder.resolve("tar-from-folder").toString()));
    Files.move(images, folder.resolve("in/away"));
    try {
      build("embedded-from-pack", fromPack(), "--embed-images");
      JsonNode exported =
          run(
              0,
              List.of(
                  "export",
                  "--json",
                  "--release",
                  folder.resolve("out").toString(),
                  "--format",
                  "webdataset",
                  "--packed",
                  path("packed"),
                  "--out",
                  folder.resolve("tar-from-pack").toString()));
      assertThat(exported.get("counters").has("pictures missing")).isFalse();
    } finally {
      Files.move(folder.resolve("in/away"), images);
    }

    assertThat(published("embedded-from-pack")).isEqualTo(published("embedded-from-folder"));
    assertThat(content("tar-from-pack").get("pancap-train-000000.tar"))
        .isEqualTo(content("tar-from-folder").get("pancap-train-000000.tar"));
  }

  @Test
  @Order(6)
  void aPlanReadsThePack() throws IOException {
    List<String> args = new ArrayList<>(List.of("plan", "--json"));
    args.addAll(List.of("--out", folder.resolve("planned").toString()));
    args.addAll(fromPack());

    JsonNode plan = run(0, args);

    assertThat(plan.get("images").asInt()).isEqualTo(IMAGES);
    assertThat(plan.get("quarantined").asInt()).isEqualTo(5);
    assertThat(plan.get("new_requests").get("describe").asInt()).isEqualTo(IMAGES - 5);
  }

  @Test
  @Order(7)
  void aDamagedPackIsNoticed() throws IOException {
    Path copy = folder.resolve("damaged");
    for (Map.Entry<String, byte[]> file : content("packed").entrySet()) {
      if (file.getKey().endsWith(".crc")) {
        // Hadoop's own check of local files would see it first.
        continue;
      }
      Path to = copy.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.write(to, file.getValue());
    }
    assertThat(run(0, List.of("verify", "--json", "--packed", copy.toString())).get("faults"))
        .isEmpty();
    Path shard = copy.resolve(PackFolder.shard(1, published(copy).shards().size()));
    byte[] bytes = Files.readAllBytes(shard);
    // In the middle of the contents, which are stored as they are.
    bytes[bytes.length / 3] ^= 1;
    Files.write(shard, bytes);

    run(1, List.of("verify", "--json", "--packed", copy.toString()));
    assertThat(err).contains("does not read back as it was written", "pack-00001-of-");

    JsonNode built = build("from-damaged", List.of("--packed", copy.toString()));
    assertThat(built.get("quarantined").asInt()).isEqualTo(6);
    assertThat(quarantine("from-damaged")).contains("has the SHA-256");
  }

  private static PackManifest published(Path pack) throws IOException {
    return PackFolder.of(pack.toString(), new Configuration()).manifest();
  }

  @Test
  @Order(8)
  void wrongOptionsAreToldInOneLine() throws IOException {
    StringWriter nothing = new StringWriter();
    for (List<String> wrong :
        List.of(
            List.of(
                "pack",
                "--out",
                folder.resolve("packed").toString(),
                "is not empty: name a new folder"),
            List.of(
                "pack",
                "--out",
                folder.resolve("new").toString(),
                "pack.shard-bytes must be at least"),
            List.of("build", "--packed", path("in"), "is no complete pack"),
            List.of("build", "--packed", path("packed"), "--packed holds pictures, masks"),
            List.of("build", "Say where the pictures are: --images, or --packed"))) {
      List<String> args = new ArrayList<>(wrong.subList(0, wrong.size() - 1));
      String expected = wrong.get(wrong.size() - 1);
      if (args.get(0).equals("pack")) {
        args.addAll(inputs());
      } else {
        args.addAll(List.of("--out", folder.resolve("wrong").toString()));
      }
      if (expected.startsWith("pack.shard")) {
        args.addAll(List.of("--set", "pack.shard-bytes=2000"));
      }
      if (expected.startsWith("--packed holds")) {
        args.addAll(List.of("--masks", path("in/panoptic")));
      }
      StringWriter errors = new StringWriter();
      int exit =
          PancapCommand.run(
              new PrintWriter(nothing), new PrintWriter(errors), args.toArray(String[]::new));
      assertThat(exit).as("%s: %s", args, errors).isEqualTo(2);
      assertThat(errors.toString()).contains(expected).hasLineCount(1);
    }
  }
}
