package dev.pancap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pancap.caption.PhraseGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseFolderTest {
  @TempDir java.nio.file.Path dir;

  private final Configuration hadoop = new Configuration();

  static ReleaseRow row(long imageId, byte[] image, Double score) {
    return new ReleaseRow(
        imageId,
        "a b.jpg",
        "train",
        640,
        480,
        image,
        "images/a b.jpg",
        "Two \uD83D\uDE97 cars.",
        "<1,2: Two \uD83D\uDE97 cars>.",
        List.of(new PhraseGroup("Two \uD83D\uDE97 cars", List.of(1, 2), 0, 10)),
        List.of(
            new ReleaseRow.ReleaseSegment(
                1,
                3937500,
                3,
                "car",
                true,
                false,
                12,
                List.of(1, 2, 3, 4),
                List.of(480, 640),
                "04",
                "A car.",
                true,
                score == null ? "human" : "model",
                score)),
        3,
        1,
        2,
        2,
        0,
        2,
        List.of("SPECULATION"),
        "describer",
        "1",
        "d",
        "c",
        null);
  }

  private Path write(String version, String name, ReleaseRow... rows) throws IOException {
    Path file = new Path(open().path(version), name);
    try (ReleaseFile.Writer writer = ReleaseFile.writer(file, hadoop)) {
      for (ReleaseRow row : rows) {
        writer.write(row);
      }
    }
    return file;
  }

  private ReleaseFolder open() throws IOException {
    return ReleaseFolder.open(dir.toUri().toString(), hadoop);
  }

  private static ReleaseManifest manifest(String version) {
    return new ReleaseManifest(
        version,
        "2026-11-22T00:00:00Z",
        "hash",
        "run",
        2,
        List.of(new ReleaseManifest.DataFile("data/x.parquet", 2, 3, "ff")),
        List.of(
            new ReleaseManifest.FileContent(
                "key", new ReleaseManifest.DataFile("review/x.parquet", 2, 4, "ee"))),
        ReleaseFile.schema(),
        "model: {engine: describer}",
        Map.of("pancap", "0.1"));
  }

  @Test
  void rowsAreReadAsTheyWereWritten() throws IOException {
    Path file = write("v1", "data/x.parquet", row(1, new byte[] {1, 2}, null), row(2, null, 0.75));

    try (ReleaseFile.Reader reader = ReleaseFile.reader(file, hadoop)) {
      ReleaseRow first = reader.read();
      assertThat(first).usingRecursiveComparison().isEqualTo(row(1, new byte[] {1, 2}, null));
      assertThat(reader.read()).isEqualTo(row(2, null, 0.75));
      assertThat(reader.read()).isNull();
    }
  }

  @Test
  void theSameRowsGiveTheSameBytesAndTheSumIsReadBack() throws IOException {
    write("v1", "data/x.parquet", row(1, null, null), row(2, null, null));
    write("v2", "data/x.parquet", row(1, null, null), row(2, null, null));

    ReleaseManifest.DataFile first =
        ReleaseFolder.readBack(open().path("v1"), "data/x.parquet", hadoop);

    assertThat(first.rows()).isEqualTo(2);
    assertThat(first.bytes()).isEqualTo(Files.size(dir.resolve("releases/v1/data/x.parquet")));
    assertThat(ReleaseFolder.readBack(open().path("v2"), "data/x.parquet", hadoop))
        .isEqualTo(first);
  }

  @Test
  void theFooterTellsHuggingFaceTheFeatures() throws IOException {
    Path file = write("v1", "data/x.parquet", row(1, null, null));

    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      assertThat(reader.getFileMetaData().getKeyValueMetaData().get("huggingface"))
          .startsWith("{\"info\":{\"features\":{\"image_id\":{\"dtype\":\"int64\"")
          .contains("\"image\":{\"_type\":\"Image\"}")
          .contains(
              "\"mark_ids\":{\"feature\":{\"dtype\":\"int32\",\"_type\":\"Value\"},"
                  + "\"_type\":\"List\"}");
    }
  }

  @Test
  void pruningKeepsTheNewestAndTheCurrentOne() throws IOException {
    for (String version : List.of("v1", "v2", "v3", "v4")) {
      open().complete(manifest(version));
    }
    Files.createDirectories(dir.resolve("releases/v0-half"));
    open().makeCurrent("v1");

    assertThat(open().prune(2)).containsExactly("v0-half", "v2", "v3");
    assertThat(open().versions()).containsExactly("v1", "v4");
    assertThat(open().prune(2)).isEmpty();
  }

  @Test
  void thePointerMovesFromOneCompleteReleaseToAnother() throws IOException {
    assertThat(open().current()).isEmpty();
    assertThatThrownBy(() -> open().makeCurrent("v1"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("There is no complete release v1");

    open().complete(manifest("v1"));
    open().complete(manifest("v2"));
    Files.createDirectories(dir.resolve("releases/v3-half"));
    open().makeCurrent("v1");
    open().makeCurrent("v2");

    assertThat(open().current()).contains("v2");
    assertThat(open().versions()).containsExactly("v1", "v2");
    assertThat(open().manifest("v1")).contains(manifest("v1"));
    assertThat(open().manifest("v3-half")).isEmpty();
    try (var left = Files.list(dir)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("CURRENT", ".CURRENT.lock", "releases");
    }
  }
}
