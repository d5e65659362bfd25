package dev.pancap.spark.release;

import dev.pancap.config.LimitsConfig;
import dev.pancap.spark.HadoopSettings;
import dev.pancap.spark.source.ImageFolders;
import dev.pancap.spark.source.ImageReader;
import dev.pancap.spark.stage.ImageOutcome;
import dev.pancap.store.QueueEntry;
import dev.pancap.store.ReleaseFile;
import dev.pancap.store.ReleaseRow;
import dev.pancap.store.ReviewTable;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a partition, sorted by file and image id, and gives back the numbers of the
 * files written.
 *
 * @param pictures where the pictures are whose bytes go into the release, or null where they do not
 */
record WriteFiles(
    String release,
    FileLayout layout,
    @Nullable ImageFolders pictures,
    LimitsConfig limits,
    HadoopSettings settings)
    implements MapPartitionsFunction<NumberedRow, Integer> {
  @Override
  public Iterator<Integer> call(Iterator<NumberedRow> rows) throws IOException {
    List<Integer> written = new ArrayList<>();
    OpenFile open = null;
    boolean isDone = false;
    try (ImageReader reader =
        pictures == null
            ? null
            : pictures.reader(limits.maxFileBytes(), settings.configuration())) {
      while (rows.hasNext()) {
        NumberedRow row = rows.next();
        if (open == null || open.number != row.file()) {
          close(open);
          open = new OpenFile(row.file());
          written.add(row.file());
        }
        open.data.write(published(row.row(), reader));
        open.review.write(
            row.review(),
            new QueueEntry(
                row.imageId(),
                row.review().image().segments().size(),
                row.review().flags().size(),
                row.review().flags().stream()
                    .anyMatch(flag -> flag.rule().equals(ImageOutcome.EDIT_CONFLICT))));
      }
      close(open);
      isDone = true;
    } finally {
      // A task that fails or is killed must not leave a file that lacks rows and looks whole: its
      // other copy may have written the same file already.
      if (!isDone && open != null) {
        open.abandon();
      }
    }
    return written.iterator();
  }

  private static void close(@Nullable OpenFile open) throws IOException {
    if (open != null) {
      open.close();
    }
  }

  private static ReleaseRow published(ReleaseRow row, @Nullable ImageReader reader) {
    return reader == null
        ? row
        : row.withImage(reader.picture(row.imageId(), row.imagePath()), row.fileName());
  }

  private final class OpenFile implements Closeable {
    private final int number;
    private final ReleaseFile.Writer data;
    private final ReviewTable.Writer review;

    OpenFile(int number) throws IOException {
      Configuration hadoop = settings.configuration();
      this.number = number;
      this.data = ReleaseFile.writer(new Path(release, layout.dataFile(number)), hadoop);
      this.review = ReviewTable.writer(new Path(release, layout.reviewFile(number)), hadoop);
    }

    void abandon() throws IOException {
      try {
        data.abandon();
      } finally {
        review.abandon();
      }
    }

    @Override
    public void close() throws IOException {
      data.close();
      review.close();
    }
  }
}
