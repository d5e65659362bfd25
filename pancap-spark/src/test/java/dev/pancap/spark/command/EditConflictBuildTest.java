package dev.pancap.spark.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pancap.caption.RegionLine;
import dev.pancap.edit.EditRecord;
import dev.pancap.edit.EditSpans;
import dev.pancap.edit.EditTarget;
import dev.pancap.panoptic.Segment;
import dev.pancap.spark.CommandRun;
import dev.pancap.spark.SparkTest;
import dev.pancap.store.EditLog;
import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.ReviewImage;
import dev.pancap.store.ReviewTable;
import dev.pancap.synth.SynthSettings;
import dev.pancap.synth.SynthWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds make of an edit that the machine's text has left behind. */
@SparkTest
class EditConflictBuildTest {
  private static final String HUMAN = "A cat sleeps here.";

  @TempDir private Path folder;

  @Test
  void aConflictKeepsThePersonsTextAndWaitsUntilARaterLetsItStand() throws IOException {
    new SynthWriter(new SynthSettings(2, 7, 160, 120, 1), folder.resolve("in")).write(done -> {});
    ReviewImage image = review(build()).find(1).orElseThrow();
    RegionLine line = image.lines().get(0);
    int segmentId =
        image.image().segments().stream()
            .filter(segment -> segment.mark() == line.mark())
            .mapToInt(Segment::segmentId)
            .findFirst()
            .orElseThrow();

    append(segmentId, EditTarget.REGION_LINE, "A dog runs.", HUMAN, 1_000);
    JsonNode inConflict = build();
    assertThat(review(inConflict).entries())
        .extracting(QueueEntry::conflict)
        .containsExactly(true, false);
    assertThat(description(inConflict, segmentId)).isEqualTo(HUMAN);

    append(segmentId, EditTarget.STANDS, line.description(), line.description(), 2_000);
    JsonNode settled = build();
    assertThat(review(settled).entries())
        .extracting(QueueEntry::conflict)
        .containsExactly(false, false);
    assertThat(description(settled, segmentId)).isEqualTo(HUMAN);
  }

  private JsonNode build() throws IOException {
    return CommandRun.of(CommandRun.buildOf(folder.resolve("in"), out())).json();
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private void append(int segmentId, EditTarget target, String base, String result, long at)
      throws IOException {
    EditLog.open(out(), new Configuration())
        .append(
            List.of(
                new EditRecord(
                    1,
                    segmentId,
                    target,
                    base,
                    EditSpans.between(base, result),
                    result,
                    "ann",
                    at,
                    "review")));
  }

  private static ReviewTable review(JsonNode summary) throws IOException {
    return ReviewTable.open(
        new org.apache.hadoop.fs.Path(summary.get("release").asText(), "review"),
        new Configuration());
  }

  private static String description(JsonNode summary, int segmentId) throws IOException {
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(
            summary.get("release").asText(), "data/train-00000-of-00001.parquet");
    try (ReleaseFile.Reader reader = ReleaseFile.reader(file, new Configuration())) {
      return reader.read().segments().stream()
          .filter(segment -> segment.segmentId() == segmentId)
          .map(ReleaseRow.ReleaseSegment::description)
          .findFirst()
          .orElseThrow();
    }
  }
}
