package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.caption.GroundedCaptionParser;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code export}, {@code verify} and {@code audit}, of one release of 24 drawn pictures. */
@SparkTest
class TrainingCommandsTest {
  private static final int IMAGES = 24;
  private static final Pattern TAG = Pattern.compile("<([\\d,]+):");

  @TempDir static Path folder;

  @BeforeAll
  static void buildAndExport() throws IOException {
    new SynthWriter(new SynthSettings(IMAGES, 3, 160, 120, 1), folder.resolve("in"))
        .write(done -> {});
    List<String> build = CommandRun.buildOf(folder.resolve("in"), path("dataset"));
    build.addAll(List.of("--set", "release.rows-per-file=10"));
    CommandRun.of(build).json();
    ok("export", "--release", path("dataset"), "--format", "all", "--out", path("all"));
    untar();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"llava", "coco-panoptic", "webdataset", "pancap-txt", "gcg", "concor", "panocaps"})
  void everyExportIsReadBackAndAChangedByteIsFound(String format) throws IOException {
    JsonNode read = json("verify", "--export", path("all/" + format), "--json");
    assertThat(read.get("faults")).isEmpty();
    assertThat(read.get("records").intValue()).isGreaterThanOrEqualTo(IMAGES);

    Path copy = folder.resolve("changed-" + format);
    copy(folder.resolve("all/" + format), copy);
    Path card = copy.resolve("README.md");
    Files.writeString(card, Files.readString(card).replace("Licence", "licence"));
    CommandRun changed = CommandRun.of("verify", "--export", copy.toString());
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.err()).contains("README.md has other bytes than were written");
  }

  @Test
  void aSecondExportHasTheSameBytes() throws IOException {
    ok("export", "--release", path("dataset"), "--format", "webdataset", "--out", path("again"));
    assertThat(Files.readString(folder.resolve("again/SHA256SUMS")))
        .isEqualTo(Files.readString(folder.resolve("all/webdataset/SHA256SUMS")))
        .contains("pancap-train-000002.tar");
  }

  @Test
  void theReleaseIsReadBackAndATornFileIsFound() throws IOException {
    assertThat(json("verify", "--release", path("dataset"), "--json").get("records").intValue())
        .isEqualTo(IMAGES);
    copy(folder.resolve("dataset"), folder.resolve("torn"));
    try (Stream<Path> files = Files.walk(folder.resolve("torn/releases"))) {
      Files.delete(
          files
              .filter(file -> file.toString().matches(".*/data/.*parquet"))
              .findAny()
              .orElseThrow());
    }
    CommandRun torn = CommandRun.of("verify", "--release", path("torn"));
    assertThat(torn.exitCode()).isEqualTo(1);
    assertThat(torn.err()).contains("does not read back as it was written").contains("is missing");

    copy(folder.resolve("dataset"), folder.resolve("torn-review"));
    try (Stream<Path> files = Files.walk(folder.resolve("torn-review/releases"))) {
      Files.delete(
          files
              .filter(file -> file.toString().matches(".*/review/.*parquet"))
              .findAny()
              .orElseThrow());
    }
    CommandRun review = CommandRun.of("verify", "--release", path("torn-review"));
    assertThat(review.exitCode()).isEqualTo(1);
    assertThat(review.err()).contains("review/part-0000").contains("is missing");
  }

  @Test
  void wrongSettingsAreOneLineAndExitCodeTwo() {
    wrong("--format tar is not known", "export", "--format", "tar");
    wrong("--format llava-mix needs --base FILE", "export", "--format", "llava-mix");
    wrong(
        "--base, --add and --detail-questions go with", "export", "--format", "gcg", "--add", "3");
    wrong("--shard-size must be between", "export", "--format", "webdataset", "--shard-size", "0");
    wrong("--split-by task goes with", "export", "--format", "gcg", "--split-by", "task");
    wrong("--templates", "export", "--format", "llava", "--templates", path("none.txt"));
    exitsTwo("Give one of --release, --export and --packed", "verify");
    exitsTwo("is no complete export", "verify", "--export", path("in"));
    exitsTwo("does not exist", "audit", "--captions", path("none"), "--out", path("audit"));
    exitsTwo("give --annotations", "audit", "--captions", path("texts"), "--out", path("audit"));
    exitsTwo(
        "--fix repairs tars and folders",
        "audit",
        "--captions",
        path("dataset"),
        "--fix",
        path("fixed"),
        "--out",
        path("audit"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dataset", "all/panocaps", "all/concor"})
  void cleanSetsOfEveryFormHaveNoFault(String set) throws IOException {
    JsonNode audit =
        json(
            "audit",
            "--captions",
            path(set),
            "--annotations",
            path("in/panoptic.json"),
            "--out",
            path("audit-" + set.replace('/', '-')),
            "--json");
    assertThat(audit.get("captions").intValue()).isEqualTo(IMAGES);
    assertThat(audit.get("faulty_images").intValue()).as(audit.toString()).isZero();
    assertThat(audit.at("/statistics/named").doubleValue()).isPositive();
  }

  @Test
  void plantedFaultsAreFoundAndWhatIsCertainIsRepaired() throws IOException {
    Path planted = folder.resolve("planted");
    List<Path> files = plant(planted);
    Path masks = folder.resolve("masks");
    copy(folder.resolve("in/panoptic"), masks);
    Files.delete(masks.resolve(png(files.get(16))));
    Files.write(masks.resolve(png(files.get(17))), new byte[0]);

    JsonNode first = auditTexts(planted, masks, "--fix", path("repaired.tar"));

    assertThat(first.at("/faults/ID_BASE").intValue()).isEqualTo(12);
    assertThat(first.at("/faults/REPAIRED_TAG").intValue()).isEqualTo(1);
    assertThat(first.at("/faults/BROKEN_TAG").intValue()).isEqualTo(1);
    assertThat(first.at("/faults/MISSING_MASK").intValue()).isEqualTo(1);
    assertThat(first.at("/faults/UNREADABLE_MASK").intValue()).isEqualTo(1);
    assertThat(first.get("changes").intValue()).isEqualTo(13);
    assertThat(folder.resolve("planted-audit/index.html"))
        .content()
        .contains("one higher", "ID_BASE", "findings.csv");
    assertThat(folder.resolve("planted-audit/changes.csv"))
        .content()
        .contains("with +1 on every id");

    JsonNode second = auditTexts(folder.resolve("repaired.tar"), masks);
    assertThat(second.at("/faults/ID_BASE").intValue()).isZero();
    assertThat(second.at("/faults/REPAIRED_TAG").intValue()).isZero();
    assertThat(second.at("/faults/BROKEN_TAG").intValue()).isEqualTo(1);
    assertThat(second.get("captions").intValue()).isEqualTo(IMAGES);
  }

  private static JsonNode auditTexts(Path captions, Path masks, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "audit",
                "--captions",
                captions.toString(),
                "--annotations",
                path("in/panoptic.json"),
                "--masks",
                masks.toString(),
                "--images",
                path("in/images"),
                "--batch-size",
                "12",
                "--out",
                path("planted-audit"),
                "--json"));
    args.addAll(List.of(more));
    return json(args.toArray(String[]::new));
  }

  /** Twelve files count from 0, one has a slip, one an open tag. */
  private static List<Path> plant(Path planted) throws IOException {
    copy(folder.resolve("texts"), planted);
    List<Path> files;
    try (Stream<Path> found = Files.walk(planted)) {
      files = found.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    for (Path file : files.subList(0, 12)) {
      String text = Files.readString(file);
      Files.writeString(
          file,
          TAG.matcher(text)
              .replaceAll(
                  tag ->
                      Stream.of(tag.group(1).split(","))
                          .map(id -> String.valueOf(Integer.parseInt(id) - 1))
                          .collect(Collectors.joining(",", "<", ":"))));
    }
    Path slip = files.get(14);
    Files.writeString(slip, Files.readString(slip) + " It ends>.");
    Path open = files.get(15);
    Files.writeString(open, Files.readString(open) + " <2: it ends.");
    return files;
  }

  private static String png(Path text) {
    return String.valueOf(text.getFileName()).replace(".txt", ".png");
  }

  private static void untar() throws IOException {
    Path tar = folder.resolve("all/pancap-txt/caption_train2017.tar");
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = folder.resolve("texts").resolve(entry.getName());
        Files.createDirectories(file.getParent());
        byte[] text = in.readAllBytes();
        Files.write(file, text);
        assertThat(GroundedCaptionParser.parse(new String(text, StandardCharsets.UTF_8)).slips())
            .isEmpty();
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void wrong(String message, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--release", path("dataset"), "--out", path("wrong")));
    exitsTwo(message, all.toArray(String[]::new));
    assertThat(folder.resolve("wrong")).doesNotExist();
  }

  private static void exitsTwo(String message, String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.refusal()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  private static void ok(String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static JsonNode json(String... args) throws IOException {
    return CommandRun.of(args).json();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
