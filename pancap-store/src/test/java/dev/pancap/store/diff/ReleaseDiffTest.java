package dev.pancap.store.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseFolder;
import dev.pancap.store.ReleaseManifest;
import dev.pancap.store.ReleaseRow;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseDiffTest {
  @TempDir java.nio.file.Path dir;

  private final Configuration hadoop = new Configuration();

  /** What of a row a test varies. */
  private record Look(
      String model, String prompt, String rle, String line, boolean edited, String key) {
    static final Look PLAIN = new Look("m", "p", "04", "A car.", false, "k");
  }

  private static ReleaseRow row(long imageId, Look look) {
    return new ReleaseRow(
        imageId,
        imageId + ".jpg",
        "train",
        2,
        2,
        null,
        imageId + ".jpg",
        look.line(),
        "<1: " + look.line() + ">",
        List.of(),
        List.of(
            new ReleaseRow.ReleaseSegment(
                1,
                1,
                3,
                "car",
                true,
                false,
                4,
                List.of(0, 0, 2, 2),
                List.of(2, 2),
                look.rle(),
                look.line(),
                look.edited(),
                "human",
                null)),
        2,
        1,
        1,
        1,
        0,
        1,
        List.of(),
        look.model(),
        look.prompt(),
        look.key(),
        look.key(),
        null);
  }

  private void release(String version, List<ReleaseRow> rows) throws IOException {
    ReleaseFolder folder = ReleaseFolder.open(dir.toUri().toString(), hadoop);
    List<ReleaseManifest.DataFile> files = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += 2) {
      String name = "data/train-%05d.parquet".formatted(i);
      try (ReleaseFile.Writer writer =
          ReleaseFile.writer(new Path(folder.path(version), name), hadoop)) {
        for (ReleaseRow row : rows.subList(i, Math.min(rows.size(), i + 2))) {
          writer.write(row);
        }
      }
      files.add(ReleaseFolder.readBack(folder.path(version), name, hadoop));
    }
    folder.complete(
        new ReleaseManifest(
            version, "now", version, "run", rows.size(), files, List.of(), "schema", "", Map.of()));
  }

  @Test
  void everyChangeIsToldWithItsReason() throws IOException {
    release(
        "v1",
        List.of(
            row(1, Look.PLAIN),
            row(2, Look.PLAIN),
            row(3, Look.PLAIN),
            row(4, Look.PLAIN),
            row(5, Look.PLAIN),
            row(6, Look.PLAIN),
            row(8, Look.PLAIN)));
    release(
        "v2",
        List.of(
            row(1, Look.PLAIN).withImage(new byte[] {1}, "elsewhere/1.jpg"),
            row(2, new Look("m2", "p", "04", "A bus.", false, "k2")),
            row(3, new Look("m", "p2", "04", "A red car.", false, "k3")),
            row(4, new Look("m", "p", "013", "A car.", false, "k4")),
            row(5, new Look("m", "p", "04", "A <b>truck</b>.", true, "k5")),
            row(6, new Look("m", "p", "04", "A car.", false, "k6")),
            row(7, Look.PLAIN)));
    List<Change> changes = new ArrayList<>();

    ReleaseDiff.Summary summary =
        ReleaseDiff.compare(
            ReleaseFolder.open(dir.toUri().toString(), hadoop),
            new ReleaseDiff.Versions("v1", "v2"),
            hadoop,
            changes::add);

    assertThat(changes)
        .extracting(change -> change.row().imageId() + " " + change.kind() + change.reasons())
        .containsExactly(
            "2 CHANGED[MODEL]",
            "3 CHANGED[PROMPT]",
            "4 CHANGED[MASK]",
            "5 CHANGED[EDIT]",
            "6 CHANGED[IMAGE]",
            "7 ADDED[]",
            "8 REMOVED[]");
    assertThat(summary.unchanged()).isEqualTo(1);
    assertThat(summary.moved()).as("a folder that has moved is no change").isEqualTo(1);
    assertThat(summary.changed()).isEqualTo(5);
    assertThat(summary.captionsChanged()).isEqualTo(3);
    assertThat(summary.before().rows()).isEqualTo(7);
    assertThat(summary.after().edited()).isEqualTo(1);
    assertThat(page(summary, changes))
        .contains("Release v2, beside v1 before it. 1 images came in, 1 fell out, 5 changed")
        .contains("<td>another model, or another revision of it, wrote them</td><td>1</td>")
        .contains("<td>images that people edited</td><td>0</td><td>1</td><td>+1</td>")
        .contains("<td>images published</td><td>7</td><td>7</td><td></td>")
        .contains("<p>&lt;1: A <del>car</del>.&gt;</p>", "<p>&lt;1: A <ins>bus</ins>.&gt;</p>")
        .contains("<ins>&lt;b&gt;truck&lt;/b&gt;</ins>")
        .doesNotContain("<b>truck");
  }

  private static String page(ReleaseDiff.Summary summary, List<Change> changes) throws IOException {
    StringWriter text = new StringWriter();
    DiffPage page = new DiffPage(text);
    page.begin(summary);
    for (Change change : changes) {
      page.add(change, new byte[0]);
    }
    page.end();
    return text.toString();
  }
}
