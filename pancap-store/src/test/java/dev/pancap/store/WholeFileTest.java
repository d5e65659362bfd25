package dev.pancap.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private java.nio.file.Path folder;

  private final Configuration hadoop = new Configuration();
  private Path file;

  @BeforeEach
  void name() {
    file = new Path(folder.resolve("part-00000.parquet").toUri());
  }

  private List<String> names() throws IOException {
    try (Stream<java.nio.file.Path> found = Files.list(folder)) {
      return found.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static QueueEntry entry(long imageId) {
    return new QueueEntry(imageId, 1, 0, false);
  }

  @Test
  void aFileIsNotThereBeforeItIsWhole() throws IOException {
    ReviewTable.Writer writer = ReviewTable.writer(file, hadoop);
    writer.write(ReviewTableTest.review(1), entry(1));
    assertThat(names()).doesNotContain("part-00000.parquet").isNotEmpty();
    writer.close();
    assertThat(names()).containsExactly(".part-00000.parquet.crc", "part-00000.parquet");
  }

  @Test
  void aSlowCopyThatIsKilledDoesNotReplaceTheFileOfTheOneThatWasFaster() throws IOException {
    ReviewTable.Writer slow = ReviewTable.writer(file, hadoop);
    slow.write(ReviewTableTest.review(1), entry(1));
    try (ReviewTable.Writer fast = ReviewTable.writer(file, hadoop)) {
      fast.write(ReviewTableTest.review(1), entry(1));
      fast.write(ReviewTableTest.review(2), entry(2));
    }
    byte[] whole = Files.readAllBytes(folder.resolve("part-00000.parquet"));
    slow.abandon();

    assertThat(folder.resolve("part-00000.parquet")).hasBinaryContent(whole);
    assertThat(names()).containsExactly(".part-00000.parquet.crc", "part-00000.parquet");
    assertThat(ReviewTable.open(new Path(folder.toUri()), hadoop).entries())
        .extracting(QueueEntry::imageId)
        .containsExactly(1L, 2L);
  }

  @Test
  void aFileThatIsWrittenAgainGivesWay() throws IOException {
    for (int rows : new int[] {1, 3}) {
      try (ReviewTable.Writer writer = ReviewTable.writer(file, hadoop)) {
        for (int row = 1; row <= rows; row++) {
          writer.write(ReviewTableTest.review(row), entry(row));
        }
      }
    }
    assertThat(ReviewTable.open(new Path(folder.toUri()), hadoop).entries()).hasSize(3);
  }

  @Test
  void whatAKilledTaskLeftIsRemovedWithTheNextLook() throws IOException {
    ReviewTable.Writer killed = ReviewTable.writer(file, hadoop);
    killed.write(ReviewTableTest.review(1), entry(1));
    assertThat(names()).isNotEmpty();

    WholeFile.removeUnfinished(file.getFileSystem(hadoop), new Path(folder.toUri()));

    assertThat(names()).isEmpty();
  }

  @Test
  void theEncodingsOfEveryColumnAreListedInOrder() throws IOException {
    try (ReviewTable.Writer writer = ReviewTable.writer(file, hadoop)) {
      for (int row = 1; row <= 200; row++) {
        writer.write(ReviewTableTest.review(1), entry(row));
      }
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("part-00000.parquet"));
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(bytes, bytes.length - 8 - length, length));

    assertThat(footer.getRow_groups().get(0).getColumns())
        .isNotEmpty()
        .allSatisfy(column -> assertThat(column.getMeta_data().getEncodings()).isSorted())
        .anySatisfy(
            column -> assertThat(column.getMeta_data().getEncodings()).hasSizeGreaterThan(1));
    assertThat(ReviewTable.open(new Path(folder.toUri()), hadoop).entries()).hasSize(200);
  }
}
