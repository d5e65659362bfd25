package dev.pancap.spark.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.spark.SparkTest;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The machine of the driver fails a build: it is killed, its disk is full, its files rot. */
@SparkTest
@EnabledIfSystemProperty(
    named = "pancap.faults",
    matches = "true",
    disabledReason = "it takes minutes; .ci/checks/75-faults.sh runs it")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class BuildFaultsTest {
  private static final int IMAGES = 24;

  private static final String[] LAYOUT = {"release.rows-per-file=2", "run.journal-flush=PT0.1S"};

  @TempDir private static Path folder;

  private static Builds builds;
  private static List<ReleaseManifest.DataFile> undisturbed;

  @BeforeAll
  static void buildUndisturbed() throws IOException {
    builds = new Builds(folder.resolve("pictures"));
    new SynthWriter(new SynthSettings(IMAGES, 7, 96, 72, 2), builds.pictures()).write(done -> {});
    OutputFolder out = output("undisturbed");
    builds.build(out.toString(), LAYOUT).balanced(IMAGES);
    undisturbed = out.published();
    assertThat(undisturbed).hasSize(12);
  }

  private static OutputFolder output(String name) {
    return new OutputFolder(folder.resolve(name));
  }

  @Test
  void aDriverThatIsKilledWhileItPublishesLeavesNoReleaseBehind() throws Exception {
    OutputFolder out = output("killed");
    try (BuildProcess build = builds.process(out.toString(), LAYOUT).slowly().start()) {
      build.await(() -> out.rows().size() >= 2);
      build.kill();
    }
    assertThat(out.path().resolve("CURRENT")).doesNotExist();
    assertThat(out.versions()).as("complete releases").isEmpty();
    final Path halfWritten = out.rows().get(0).getParent().getParent();

    Builds.Run again = builds.build(out.toString(), LAYOUT).balanced(IMAGES);

    assertThat(again.count("requests")).as("everything had been answered").isZero();
    assertThat(out.published()).as("the data files, by SHA-256").isEqualTo(undisturbed);
    assertThat(halfWritten.getFileName()).asString().isNotEqualTo(out.current());
  }

  @Test
  void damagedJournalFilesAreAskedAgainAndNothingElseIs() throws Exception {
    OutputFolder out = output("damaged");
    builds.build(out.toString(), LAYOUT).balanced(IMAGES);
    List<Path> journal = out.journal();
    assertThat(journal).hasSizeGreaterThanOrEqualTo(2);
    Path flipped = journal.get(0);
    byte[] bytes = Files.readAllBytes(flipped);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(flipped, bytes);
    Path cut = journal.get(1);
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 40));
    // Hadoop's own sums would find it first; on S3 and HDFS' clients without them ours must.
    for (Path file : List.of(flipped, cut)) {
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
    // What the last run made of unchanged images would be taken over, and the journal not wanted.
    Files.move(out.path().resolve("runs"), out.path().resolve("runs-removed"));

    try (BuildProcess again = builds.process(out.toString(), LAYOUT).slowly().start()) {
      Builds.Run run = again.end().balanced(IMAGES);

      List<String> lost = again.asked();
      assertThat(lost).isNotEmpty().doesNotHaveDuplicates();
      assertThat(run.count("requests")).isEqualTo(lost.size());
      assertThat(run.count("from_journal")).isEqualTo(2L * IMAGES - lost.size());
      assertThat(run.summary().path("damaged_journal_files").size()).isEqualTo(2);
    }
    assertThat(out.published()).isEqualTo(undisturbed);
    assertThat(builds.build(out.toString(), LAYOUT).balanced(IMAGES).count("requests")).isZero();
  }

  @Test
  void aFullDiskStopsTheBuildAndRoomLetsItGoOn() throws IOException, InterruptedException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", disk.toString()),
        "Only root may mount a small disk");
    OutputFolder out = new OutputFolder(disk.resolve("out"));
    try (BuildProcess build = builds.process(out.toString(), LAYOUT).start()) {
      Builds.Run full = build.end();

      assertThat(full.exitCode()).as(full.err()).isEqualTo(1);
      assertThat(full.complaints())
          .singleElement()
          .asString()
          .startsWith("pancap: reading or writing failed: ")
          .contains("No space left on device")
          .hasSizeLessThan(200);
      assertThat(full.err()).doesNotContain("\tat ");
      assertThat(out.path().resolve("CURRENT")).doesNotExist();

      assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isTrue();
      builds.build(out.toString(), LAYOUT).balanced(IMAGES);
      assertThat(out.published()).isEqualTo(undisturbed);
    } finally {
      assertThat(run("umount", "-l", disk.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
