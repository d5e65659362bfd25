package dev.pancap.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pancap.caption.RegionLine;
import dev.pancap.mask.BoundingBox;
import dev.pancap.panoptic.PreparedImage;
import dev.pancap.panoptic.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewTableTest {
  private final Configuration hadoop = new Configuration();

  static ReviewImage review(long imageId) {
    Segment segment =
        new Segment(
            1,
            3937500,
            1,
            "person",
            true,
            false,
            4,
            new BoundingBox(0, 0, 2, 2),
            "04",
            1,
            1,
            true,
            null);
    return new ReviewImage(
        new PreparedImage(
            imageId,
            imageId + ".jpg",
            "train",
            2,
            2,
            "images/" + imageId + ".jpg",
            null,
            List.of(segment),
            List.of("area-recounted:1"),
            "i",
            "m"),
        List.of(new RegionLine(1, "Person", "A \uD83D\uDE00 person no. " + imageId)),
        "<1: a person>",
        List.of(new ImageFlag("SPECULATION", "says 'likely'", 1)));
  }

  @Test
  void everyImageIsFoundAgainAndNoOther(@TempDir java.nio.file.Path dir) throws IOException {
    Path folder = new Path(dir.toUri());
    List<QueueEntry> written = new ArrayList<>();
    for (int part = 0; part < 2; part++) {
      try (ReviewTable.Writer writer =
          ReviewTable.writer(new Path(folder, "part-0000" + part + ".parquet"), hadoop)) {
        for (int i = 0; i < 300; i++) {
          long id = 1000L * part + 3L * i;
          QueueEntry entry = new QueueEntry(id, i % 30, i % 3, i % 50 == 0);
          written.add(entry);
          writer.write(review(id), entry);
        }
      }
    }

    ReviewTable table = ReviewTable.open(folder, hadoop);

    assertThat(table.entries()).isEqualTo(written);
    assertThat(table.find(1297)).contains(review(1297));
    assertThat(table.find(1301)).isEmpty();
    assertThat(table.find(5000)).isEmpty();
  }
}
