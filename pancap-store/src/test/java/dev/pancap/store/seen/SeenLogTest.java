package dev.pancap.store.seen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenLogTest {
  private static final SeenRun RUN =
      new SeenRun(
          "20261123T010000Z-1",
          "20261123T010001Z",
          "rows",
          "release",
          List.of(),
          Map.of(),
          Map.of(),
          2,
          2,
          0,
          0,
          4,
          Map.of(),
          Map.of());
  private static final List<SeenImage> IMAGES =
      List.of(
          new SeenImage(
              Long.MIN_VALUE,
              -7,
              List.of(
                  new SeenFile(
                      "s3a://b/ü \"1\".jpg", new FileStamp(5, 1_795_426_327_587L, "e"), "ab"),
                  new SeenFile("/gone.png", FileStamp.ABSENT, ""))),
          new SeenImage(2, 0, List.of()));

  @TempDir private Path folder;

  private SeenLog log() throws IOException {
    return SeenLog.open(folder.toString(), new Configuration());
  }

  private Path written() {
    return folder.resolve("seen/20261123T010000Z-1.jsonl.gz");
  }

  private void overwrite(byte[] bytes) throws IOException {
    Files.write(written(), bytes);
    Files.delete(folder.resolve("seen/.20261123T010000Z-1.jsonl.gz.crc"));
  }

  @Test
  void handsOverWhatWasWritten() throws IOException {
    log().write(RUN, IMAGES.iterator());

    List<SeenImage> read = new ArrayList<>();
    assertThat(log().images(log().last().orElseThrow(), read::add)).isTrue();
    assertThat(read).isEqualTo(IMAGES);
  }

  @Test
  void whatIsCutOffMissingOrShortIsNotWhole() throws IOException {
    log().write(RUN, IMAGES.iterator());
    byte[] whole = Files.readAllBytes(written());
    for (int length = 0; length < whole.length; length++) {
      overwrite(Arrays.copyOf(whole, length));
      assertThat(log().images(RUN, image -> {})).as("cut off after %d", length).isFalse();
      Files.createFile(folder.resolve("seen/.20261123T010000Z-1.jsonl.gz.crc"));
    }
    log().write(RUN, IMAGES.subList(0, 1).iterator());
    assertThat(log().images(RUN, image -> {})).isFalse();
    Files.delete(written());
    assertThat(log().images(RUN, image -> {})).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 2",
        "{\"image_id\":\"one\"} {}",
        "{\"image\":1} {}",
        "{\"files\":[{\"stamp\":{\"size\":1}}]} {}",
        "{\"files\":[{\"name\":\"a\"}]} {}"
      })
  void whatIsNoRecordOfImagesIsNotWhole(String text) throws IOException {
    log().write(RUN, IMAGES.iterator());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(written()))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Files.delete(folder.resolve("seen/.20261123T010000Z-1.jsonl.gz.crc"));

    assertThat(log().images(RUN, image -> {})).isFalse();
  }

  @Test
  void aStampIsWhatHadoopSaysOfAFile() throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    Path file = Files.writeString(folder.resolve("a ü%20#.jpg"), "bytes");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    for (Path name : List.of(file, link, folder)) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(name.toString());
      assertThat(FileStamp.of(files, path))
          .as(name.toString())
          .isEqualTo(FileStamp.of(files.getFileStatus(path)));
    }
    for (String none : List.of("none", "a ü%20#.jpg/below")) {
      assertThat(FileStamp.of(files, new org.apache.hadoop.fs.Path(folder.toString(), none)))
          .isEqualTo(FileStamp.ABSENT);
    }
  }
}
